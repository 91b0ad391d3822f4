//! All packs of a run: those built in, and those of a folder, which add to them or replace them.
//!
//! The only place of `pack` that reads files. A broken pack is left out and told; the others stay.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::embedded;
use super::lists::{self, Lists};
use super::load::{Examples, load};
use super::{Origin, Pack, mistake};
use crate::metamodel::Metamodel;
use crate::place::{FileId, Place, SourceFile, Sources};
use crate::problem::{Code, Problem, nearest};

/// Files beside the packs that are no packs.
pub const OTHER_FILES: [&str; 7] =
    ["archimate.toml", "duplicates.toml", lists::FILE, "metamodel.toml", "names.toml", "starter.toml", "values.toml"];

/// The packs of a run, compiled.
#[derive(Debug, Default)]
pub struct Library {
    pub packs: Vec<Pack>,
    pub lists: Lists,
    /// Everything that is wrong with packs and lists.
    pub problems: Vec<Problem>,
    /// What broken packs are called by their files: they are told as broken, not as unknown.
    broken: Vec<String>,
    /// A folder and how reports show it, where that is not as it was given.
    shown: Option<(PathBuf, String)>,
    /// Whether a folder has lists of its own.
    has_lists: bool,
}

/// What a folder adds to a library.
#[derive(Debug)]
pub struct OwnPacks {
    pub own: Vec<Pack>,
    /// The packs of the library by the lists of the folder, where it has some.
    pub relisted: Option<Vec<Pack>>,
    /// Packs that may not take the places of others.
    pub refused: Vec<Pack>,
    pub lists: Lists,
    pub broken: Vec<String>,
    pub problems: Vec<Problem>,
}

impl Library {
    /// The embedded packs; those of `folder` come behind them or take their places.
    pub fn load(metamodel: &Metamodel, sources: &mut Sources, folder: Option<&Path>) -> Library {
        Library::read(metamodel, sources, folder, Examples::Read)
    }

    /// The same without the examples of the embedded packs, which judging has no use for.
    pub fn to_judge_by(metamodel: &Metamodel, sources: &mut Sources) -> Library {
        Library::read(metamodel, sources, None, Examples::LeftOut)
    }

    fn read(metamodel: &Metamodel, sources: &mut Sources, folder: Option<&Path>, examples: Examples) -> Library {
        let mut library = Library::default();
        library.read_embedded_lists(sources);
        let mut sets: Vec<Vec<FileId>> = Vec::new();
        let mut group = "";
        for (path, text) in embedded::FILES {
            let file = sources.add(SourceFile::new(format!("rules/{path}"), *text));
            let name = path.split('/').next().unwrap_or(path);
            match sets.last_mut().filter(|_| name == group) {
                Some(set) => set.push(file),
                None => sets.push(vec![file]),
            }
            group = name;
        }
        let added = folder.map(|folder| library.read_folder(sources, folder)).unwrap_or_default();
        library.compile(metamodel, sources, &sets, examples);
        let built_in: BTreeMap<String, String> = library.packs.iter().map(|pack| (pack.id.clone(), pack.sha256.clone())).collect();
        // Somebody may be writing these: their mistakes are told, those of examples too.
        library.compile(metamodel, sources, &added, Examples::Read);
        let folder = folder.map(|folder| library.shown(folder)).unwrap_or_default();
        for pack in library.packs.iter_mut().filter(|pack| added.contains(&pack.files)) {
            pack.origin = Some(Origin { folder: folder.clone(), replaces: built_in.get(&pack.id).cloned() });
        }
        library.refuse_second_requirements();
        // Orders before advice, wherever packs are listed.
        library.packs.sort_by_key(|pack| pack.advisory);
        library
    }

    /// The packs of a folder alone, or of one file, with the embedded lists and their own (or those beside them) over
    /// them. The embedded packs are looked at for requirements of the same ids and left out.
    pub fn of_folder(metamodel: &Metamodel, sources: &mut Sources, folder: &Path) -> Library {
        let mut library = Library::read(metamodel, sources, Some(folder), Examples::LeftOut);
        library.packs.retain(|pack| pack.origin.is_some());
        library
    }

    /// The packs of a folder that come on top of these; where the folder has lists of its own, these packs by them too.
    /// Those of `kept` are not replaced: their ids come back, with the packs that would have taken their places.
    pub fn with_folder(&self, metamodel: &Metamodel, sources: &mut Sources, folder: &Path, shown: &str, kept: &[String]) -> OwnPacks {
        let mut library =
            Library { lists: self.lists.clone(), shown: Some((folder.to_path_buf(), shown.to_string())), ..Library::default() };
        let sets = library.read_folder(sources, folder);
        library.compile(metamodel, sources, &sets, Examples::Read);
        let (refused, mut own): (Vec<Pack>, Vec<Pack>) = library.packs.drain(..).partition(|pack| kept.contains(&pack.id));
        for pack in &mut own {
            let replaces = self.packs.iter().find(|known| known.id == pack.id).map(|known| known.sha256.clone());
            pack.origin = Some(Origin { folder: shown.to_string(), replaces });
        }
        own.sort_by_key(|pack| pack.advisory);
        library.refuse_of_others(&self.packs, &mut own);
        let relisted = library.has_lists.then(|| {
            let mut again = Library { lists: library.lists.clone(), ..Library::default() };
            let sets: Vec<Vec<FileId>> = self.packs.iter().map(|pack| pack.files.clone()).collect();
            again.compile(metamodel, sources, &sets, Examples::LeftOut);
            again.packs
        });
        OwnPacks { own, relisted, refused, lists: library.lists, broken: library.broken, problems: library.problems }
    }

    /// What broken packs are called by their files.
    pub fn broken(&self) -> &[String] {
        &self.broken
    }

    /// Takes in what a folder adds.
    pub fn add(&mut self, added: OwnPacks) {
        self.packs = added.relisted.unwrap_or(std::mem::take(&mut self.packs));
        self.packs.retain(|pack| !added.own.iter().any(|own| own.id == pack.id));
        self.packs.extend(added.own);
        self.packs.sort_by_key(|pack| pack.advisory);
        self.lists = added.lists;
        self.broken.extend(added.broken);
        self.problems.extend(added.problems);
    }

    /// The pack of that id, or the problem that there is none.
    pub fn find(&self, id: &str) -> Result<&Pack, Problem> {
        self.packs.iter().find(|pack| pack.id == id).ok_or_else(|| {
            let near = nearest(id, self.packs.iter().map(|pack| pack.id.as_str())).unwrap_or("");
            Problem::nowhere(Code::UnknownPack).with("found", id).with("nearest", near)
        })
    }

    fn compile(&mut self, metamodel: &Metamodel, sources: &Sources, sets: &[Vec<FileId>], examples: Examples) {
        for set in sets {
            let (pack, problems) = load(metamodel, sources, &self.lists, set, examples);
            self.problems.extend(problems);
            let Some(pack) = pack else {
                self.broken.extend(set.iter().flat_map(|file| names_of(&sources.file(*file).path)));
                continue;
            };
            match self.packs.iter_mut().find(|known| known.id == pack.id) {
                Some(known) => *known = pack,
                None => self.packs.push(pack),
            }
        }
    }

    /// A requirement is asked for, justified and remembered by its id alone, so no two packs may share one.
    fn refuse_second_requirements(&mut self) {
        let (refused, problems) = second_requirements(self.packs.iter());
        self.problems.extend(problems);
        for at in refused.into_iter().rev() {
            self.broken.push(self.packs.remove(at).id);
        }
    }

    /// The same of own packs beside those that are there; what they take the places of is gone.
    fn refuse_of_others(&mut self, there: &[Pack], own: &mut Vec<Pack>) {
        let kept: Vec<&Pack> = there.iter().filter(|known| own.iter().all(|pack| pack.id != known.id)).collect();
        let before = kept.len();
        let (refused, problems) = second_requirements(kept.into_iter().chain(own.iter()));
        self.problems.extend(problems);
        for at in refused.into_iter().rev().filter_map(|at| at.checked_sub(before)) {
            self.broken.push(own.remove(at).id);
        }
    }

    fn read_embedded_lists(&mut self, sources: &mut Sources) {
        let file = sources.add(SourceFile::new(format!("rules/{}", lists::FILE), embedded::LISTS));
        self.problems.extend(lists::read(file, embedded::LISTS, &mut self.lists));
    }

    /// The first of these files of lists that there is.
    fn read_lists_of(&mut self, sources: &mut Sources, paths: &[PathBuf]) {
        let Some(path) = paths.iter().find(|path| path.exists()) else { return };
        if let Some(file) = self.read_file(sources, path) {
            self.has_lists = true;
            self.problems.extend(lists::read(file, &sources.file(file).text, &mut self.lists));
        }
    }

    /// The files of each pack of a folder; a file alone is a pack of its own.
    fn read_folder(&mut self, sources: &mut Sources, folder: &Path) -> Vec<Vec<FileId>> {
        if folder.is_file() {
            self.read_lists_of(sources, &[folder.with_file_name(lists::FILE)]);
            return self.read_file(sources, folder).map(|file| vec![vec![file]]).unwrap_or_default();
        }
        let Some((files, folders)) = self.entries(folder) else { return Vec::new() };
        // A folder that is one pack of several has their lists beside it.
        self.read_lists_of(sources, &[folder.join(lists::FILE), folder.join("..").join(lists::FILE)]);
        let is_other = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).is_some_and(|name| OTHER_FILES.contains(&name));
        let files: Vec<FileId> = files.iter().filter(|path| !is_other(path)).filter_map(|path| self.read_file(sources, path)).collect();
        let mut sets = self.sets(sources, files);
        for folder in folders {
            let Some((files, _)) = self.entries(&folder) else { continue };
            let set: Vec<FileId> = files.iter().filter_map(|path| self.read_file(sources, path)).collect();
            if !set.is_empty() {
                sets.push(set);
            }
        }
        if sets.is_empty() {
            let shown = self.shown(folder);
            self.problems.push(missing_pack(sources, shown));
        }
        sets
    }

    /// Files side by side are one pack where one of them holds `[pack]`, and packs of their own where several do.
    fn sets(&mut self, sources: &Sources, files: Vec<FileId>) -> Vec<Vec<FileId>> {
        let is_head = |file: &FileId| sources.file(*file).text.lines().any(|line| line.trim_end() == "[pack]");
        let (heads, parts): (Vec<FileId>, Vec<FileId>) = files.iter().partition(|file| is_head(file));
        match heads.len() {
            0 if files.is_empty() => Vec::new(),
            0 | 1 => vec![files],
            _ => {
                for part in parts {
                    let path = sources.file(part).path.clone();
                    self.problems.push(mistake(Code::PackIncomplete, Place::whole(part), "file-without-pack").with("found", path));
                }
                heads.into_iter().map(|head| vec![head]).collect()
            }
        }
    }

    /// TOML files and folders of a folder, sorted by name; hidden ones are left out.
    fn entries(&mut self, folder: &Path) -> Option<(Vec<PathBuf>, Vec<PathBuf>)> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                let problem =
                    Problem::nowhere(Code::UnreadableFolder).with("path", self.shown(folder)).with("reason", error.kind().to_string());
                self.problems.push(problem);
                return None;
            }
        };
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        paths.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
        paths.sort();
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.into_iter().partition(|path| path.is_dir());
        let is_toml = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "toml");
        Some((files.into_iter().filter(is_toml).collect(), folders))
    }

    /// A path as reports show it.
    fn shown(&self, path: &Path) -> String {
        let plain = |path: &Path| path.to_string_lossy().replace('\\', "/");
        let inside = self.shown.as_ref().and_then(|(folder, shown)| Some((path.strip_prefix(folder).ok()?, shown)));
        match inside {
            Some((inside, shown)) if inside.as_os_str().is_empty() => shown.clone(),
            Some((inside, shown)) if shown == "." => plain(inside),
            Some((inside, shown)) => format!("{shown}/{}", plain(inside)),
            None => plain(path),
        }
    }

    fn read_file(&mut self, sources: &mut Sources, path: &Path) -> Option<FileId> {
        let shown = self.shown(path);
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let file = sources.add(SourceFile::new(shown, ""));
                self.problems.push(Problem::new(Code::UnreadableFile, Place::whole(file)).with("reason", error.kind().to_string()));
                return None;
            }
        };
        match String::from_utf8(bytes) {
            Ok(text) => Some(sources.add(SourceFile::new(shown, text.strip_prefix('\u{feff}').unwrap_or(&text)))),
            Err(error) => {
                let start = error.utf8_error().valid_up_to();
                let file = sources.add(SourceFile::new(shown, String::from_utf8_lossy(error.as_bytes())));
                self.problems.push(Problem::new(Code::NotText, Place::new(file, start..start + 1)).with("encoding", "UTF-8"));
                None
            }
        }
    }
}

/// The packs, by their numbers, that have a requirement of a pack before them, and what is wrong with that.
fn second_requirements<'p>(packs: impl Iterator<Item = &'p Pack>) -> (Vec<usize>, Vec<Problem>) {
    let mut known: BTreeMap<&str, (&str, Place)> = BTreeMap::new();
    let mut refused: Vec<usize> = Vec::new();
    let mut problems = Vec::new();
    // Built-in packs come first, so that the own one is at fault.
    for (at, pack) in packs.enumerate() {
        for requirement in &pack.requirements {
            let Some((owner, place)) = known.get(requirement.id.as_str()) else {
                known.insert(&requirement.id, (&pack.id, requirement.place));
                continue;
            };
            let problem = mistake(Code::PackName, requirement.place, "requirement-of-another-pack");
            let problem = problem.with("found", &requirement.id).with("pack", &pack.id).with("owner", *owner);
            problems.push(problem.related_to(*place));
            refused.push(at);
        }
    }
    refused.dedup();
    (refused, problems)
}

fn missing_pack(sources: &mut Sources, folder: String) -> Problem {
    let file = sources.add(SourceFile::new(folder.clone(), ""));
    mistake(Code::PackIncomplete, Place::whole(file), "file-without-pack").with("found", folder)
}

/// The names a pack may have by one of its files: the file's stem, or the folder's name.
fn names_of(path: &str) -> impl Iterator<Item = String> {
    let path = Path::new(path);
    let names = [path.file_stem(), path.parent().and_then(Path::file_name)];
    names.into_iter().flatten().map(|name| name.to_string_lossy().into_owned()).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_packs_have_no_mistakes() {
        let mut sources = Sources::default();
        let library = Library::load(Metamodel::standard(), &mut sources, None);
        let told: Vec<String> = library.problems.iter().map(|problem| crate::pack::told(&sources, problem)).collect();
        assert!(told.is_empty(), "{}", told.join("\n"));
        assert!(library.packs.iter().all(|pack| !pack.requirements.is_empty()));
    }

    #[test]
    fn judging_sees_the_same_requirements_at_the_same_places() {
        let load = |judge: bool| {
            let sources = &mut Sources::default();
            let metamodel = Metamodel::standard();
            if judge { Library::to_judge_by(metamodel, sources) } else { Library::load(metamodel, sources, None) }
        };
        let (whole, judged) = (load(false), load(true));
        assert!(judged.problems.is_empty());
        for (whole, judged) in whole.packs.iter().zip(&judged.packs) {
            assert_eq!(whole.sha256, judged.sha256);
            let places = |pack: &Pack| {
                pack.requirements.iter().map(|own| (own.id.clone(), own.place, format!("{:?}", own.cases))).collect::<Vec<_>>()
            };
            assert!(places(whole) == places(judged), "{}", whole.id);
            assert!(judged.requirements.iter().all(|requirement| requirement.examples.is_empty()));
        }
    }

    #[test]
    fn an_unknown_pack_is_told_with_the_nearest_one() {
        let library = Library::load(Metamodel::standard(), &mut Sources::default(), None);
        assert!(library.find("order-124").is_ok());
        let problem = library.find("order-142").expect_err("there is no such order");
        assert_eq!((problem.code, problem.argument("nearest")), (Code::UnknownPack, Some("order-124")));
    }
}
