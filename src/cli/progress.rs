//! The one line that shows how far long work has come: on stderr, where that is a terminal, and gone when it is done.
//!
//! Leaves to others: the numbers (`crate::progress`). Nothing is drawn in a CI job, on a terminal that can wipe nothing,
//! or of work that is done at once.

use std::fmt::Write;
use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::progress::Progress;
use crate::text::{Language, count, say};

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_millis(200);
/// Between two drawings.
const TICK: Duration = Duration::from_millis(100);

/// What is being done.
#[derive(Clone, Debug)]
pub enum Part {
    Reading,
    Building,
    Judging,
    Comparing,
    Reporting,
    /// To a file.
    Writing(String),
}

/// The line of this process.
static LINE: Mutex<Option<Line>> = Mutex::new(None);

struct Line {
    told: Arc<Told>,
    drawn: Option<Drawn>,
}

/// What the line says.
struct Told {
    language: Language,
    progress: Arc<Progress>,
    part: Mutex<(Part, Instant)>,
}

/// A line on the screen, and whoever draws it.
struct Drawn {
    bar: ProgressBar,
    over: Arc<(Mutex<bool>, Condvar)>,
    drawer: JoinHandle<()>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Shows from now on how far it has come, if there is anybody to see it.
pub fn begin(language: Language, progress: Arc<Progress>) {
    if is_seen() {
        let told = Told { language, progress, part: Mutex::new((Part::Reading, Instant::now())) };
        *locked(&LINE) = Some(Line { told: Arc::new(told), drawn: None });
        turn_to(Part::Reading);
    }
}

/// What is done next.
pub fn turn_to(next: Part) {
    if let Some(line) = locked(&LINE).as_mut() {
        *locked(&line.told.part) = (next, Instant::now());
        if line.drawn.is_none() {
            line.drawn = Drawn::start(&line.told);
        }
    }
}

/// The same for a file that is written.
pub fn writing(path: &Path) {
    turn_to(Part::Writing(path.display().to_string()));
}

/// Wipes the line away, before anything else is printed; the next part draws it again.
pub fn clear() {
    if let Some(drawn) = locked(&LINE).as_mut().and_then(|line| line.drawn.take()) {
        drawn.wipe();
    }
}

/// The same at the end of everything, where whoever draws may be waited for no more.
pub fn abandon() {
    if let Some(drawn) = LINE.try_lock().ok().and_then(|mut line| line.as_mut()?.drawn.take()) {
        drawn.bar.finish_and_clear();
    }
}

/// A person at a terminal that can wipe a line.
fn is_seen() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "false");
    stderr().is_terminal() && !is_set("CI") && std::env::var_os("TERM").is_some_and(|term| term != "dumb")
}

impl Drawn {
    fn start(told: &Arc<Told>) -> Option<Drawn> {
        let shown = Arc::clone(told);
        let words = move |_: &ProgressState, out: &mut dyn Write| {
            let _ = out.write_str(&shown.words());
        };
        let style = ProgressStyle::with_template("{told}").ok()?.with_key("told", words);
        // Who draws says when: nothing is on the screen before somebody has waited.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(style);
        let over = Arc::new((Mutex::new(false), Condvar::new()));
        let (line, until) = (bar.clone(), Arc::clone(&over));
        let drawer = thread::Builder::new().spawn(move || draw(&line, &until)).ok()?;
        Some(Drawn { bar, over, drawer })
    }

    fn wipe(self) {
        *locked(&self.over.0) = true;
        self.over.1.notify_all();
        // It draws nothing after it has ended.
        let _ = self.drawer.join();
        self.bar.finish_and_clear();
    }
}

fn draw(bar: &ProgressBar, until: &(Mutex<bool>, Condvar)) {
    let mut wait = PATIENCE;
    let mut over = locked(&until.0);
    loop {
        over = until.1.wait_timeout(over, wait).unwrap_or_else(PoisonError::into_inner).0;
        if *over {
            return;
        }
        if wait == PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            wait = TICK;
        }
        bar.tick();
    }
}

impl Told {
    fn words(&self) -> String {
        let (part, since) = locked(&self.part).clone();
        let Progress { found, files, elements, projects, judged } = &*self.progress;
        let say = |key: &str, arguments: &[(&str, &dyn std::fmt::Display)]| say(self.language, key, arguments);
        let rate = |number: usize| count((number as f64 / since.elapsed().as_secs_f64().max(0.001)) as usize);
        match part {
            Part::Reading if found.get() == 0 => say("progress.looking", &[]),
            Part::Reading => say(
                "progress.reading",
                &[
                    ("files", &count(files.get())),
                    ("found", &count(found.get())),
                    ("elements", &count(elements.get())),
                    ("rate", &rate(elements.get())),
                ],
            ),
            Part::Building => say("progress.building", &[("elements", &count(elements.get()))]),
            Part::Judging => say(
                "progress.judging",
                &[("judged", &count(judged.get())), ("projects", &count(projects.get())), ("rate", &rate(judged.get()))],
            ),
            Part::Comparing => say("progress.comparing", &[("elements", &count(elements.get()))]),
            Part::Reporting => say("progress.reporting", &[]),
            Part::Writing(path) => say("progress.writing", &[("path", &path)]),
        }
    }
}
