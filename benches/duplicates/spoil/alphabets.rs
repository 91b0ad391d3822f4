//! Cyrillic names in Latin letters, by the schemes that papers and programs use, and Kazakh typed on a Russian keyboard.

use super::capitalised;

/// What each scheme writes, letter by letter: `ж zh`. Later letters stand over earlier ones.
type Scheme = &'static [&'static str];

const COMMON: &str = "а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ _ ы y ь _ э e ю iu я ia";
/// Kazakh letters as travel papers write them.
const KAZAKH: &str = "ә a ғ g қ k ң n ө o ұ u ү u һ h і i";

/// Travel papers; maps; GOST 7.79 B; the scientific way; what people type.
const RUSSIAN: [Scheme; 5] = [
    &[COMMON],
    &[COMMON, "й y ё yo ю yu я ya"],
    &[COMMON, "й j х x ц c щ shh ё yo ю yu я ya ы y' э e' ь `"],
    &[COMMON, "ж ž х x ц c ч č ш š щ šč й j ё ë ю ju я ja э è"],
    &[COMMON, "х h ц c щ sch й y ю yu я ya ь '"],
];

/// Travel papers; the alphabet of 2021; that of 2018; what people type in Latin; what they type in Russian letters.
const OF_KAZAKH: [Scheme; 5] = [
    &[COMMON, KAZAKH],
    &[COMMON, "ә ä ғ ğ ж j и i й i қ q ң ŋ ө ö у u ұ ū ү ü х h һ h ш ş ы y і ı ю iu я ia ч tş"],
    &[COMMON, "ә á ғ ǵ ж j и ı й ı қ q ң ń ө ó у ý ұ u ү ú х h һ h ы y і i ю iý я ia"],
    &[COMMON, KAZAKH, "қ q ғ gh ң ng ж zh х h й y я ya ю yu"],
    &["ә а ғ г қ к ң н ө о ұ у ү у һ х і и"],
];

/// A name in other letters.
pub fn transliterated(name: &str, language: &str, number: usize) -> Option<String> {
    let scheme = match language {
        "ru" => RUSSIAN[number % RUSSIAN.len()],
        "kk" => OF_KAZAKH[number % OF_KAZAKH.len()],
        _ => return None,
    };
    let written = name.to_lowercase().chars().map(|letter| letter_of(scheme, letter)).collect::<String>();
    Some(capitalised(&written))
}

fn letter_of(scheme: Scheme, letter: char) -> String {
    let mut tables = scheme.iter().rev();
    let found = tables.find_map(|table| {
        let words: Vec<&str> = table.split(' ').collect();
        words.chunks(2).find(|pair| pair[0].chars().eq([letter])).map(|pair| pair[1].to_string())
    });
    match found.as_deref() {
        Some("_") => String::new(),
        Some(written) => written.to_string(),
        None => letter.to_string(),
    }
}
