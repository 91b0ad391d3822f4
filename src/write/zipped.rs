//! The zip of a model of Archi with another model in it: everything else is copied as it is packed.

use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::read::zipped::MODEL;

/// The same archive with this model, packed by the same method.
pub fn with_model(archive: &[u8], model: &[u8]) -> Result<Vec<u8>, ZipError> {
    let mut old = ZipArchive::new(Cursor::new(archive))?;
    let at_model = old.index_for_name_raw(MODEL.as_bytes());
    let mut new = ZipWriter::new(Cursor::new(Vec::with_capacity(archive.len())));
    new.set_raw_comment(old.comment().into())?;
    for at in 0..old.len() {
        let file = old.by_index_raw(at)?;
        if Some(at) != at_model {
            new.raw_copy_file(file)?;
            continue;
        }
        let options = SimpleFileOptions::default().compression_method(file.compression());
        let options = options.last_modified_time(file.last_modified().unwrap_or_default());
        drop(file);
        new.start_file(MODEL, options)?;
        new.write_all(model)?;
    }
    Ok(new.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use zip::CompressionMethod;

    use super::*;
    use crate::read::zipped;

    #[test]
    fn only_the_model_changes() {
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let image = [7u8; 3000];
            let old = zipped::packed(&[("images/a.png", &image), (MODEL, b"<a/>"), ("images/ә.png", b"y")], method);
            let new = with_model(&old, b"<a><b/></a>").expect("it is a zip");
            assert_eq!(zipped::model(Cursor::new(&new)).as_deref(), Ok(&b"<a><b/></a>"[..]));
            let mut archive = ZipArchive::new(Cursor::new(&new)).expect("it is a zip");
            let names: Vec<String> =
                (0..archive.len()).map(|at| archive.by_index(at).expect("it is there").name().expect("it is text").into_owned()).collect();
            assert_eq!(names, ["images/a.png", MODEL, "images/ә.png"]);
            assert_eq!(with_model(&new, b"<a/>").expect("it is a zip"), old, "and back again");
        }
    }
}
