//! How a word sounds: one Latin spelling for what Kazakh and Russian letters, their approximations and the several
//! ways of writing both in Latin letters stand for.
//!
//! Cyrillic is first spelled the plain passport way, then both go through the same rules, so that a word and its
//! transliteration meet by construction. The spelling is for comparing alone; in it `w` is ш and щ, `c` is ч, `j` is ж.
//! What is lost on purpose: қ/к, ғ/г, ң/н, ө/о, ә/а, ұ/ү/у, һ/х, і/и/й/ы, э/е, ц/с, hard and soft signs.

use unicode_normalization::char::decompose_canonical;

/// Whether a word of an exact key is read as Cyrillic or as Latin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    Latin,
    Cyrillic,
}

/// What the letters of a word of an exact key tell about its alphabet; nothing where all of them exist in both.
pub(super) fn alphabet_of(word: &str) -> Option<Alphabet> {
    let of = |c: char| match c {
        'a' | 'c' | 'e' | 'i' | 'k' | 'm' | 'o' | 'p' | 't' | 'x' | 'y' | 'ə' => None,
        'а'..='я' | 'ѐ'..='ӿ' | 'Ԁ'..='ԯ' => Some(Alphabet::Cyrillic),
        _ => Some(Alphabet::Latin),
    };
    word.chars().find_map(of)
}

/// Appends the sound of a word of an exact key; doubled letters stay.
pub(super) fn write_sound(word: &str, alphabet: Alphabet, spelled: &mut String, sound: &mut String) {
    spelled.clear();
    // What is glued is heard as one word.
    for c in word.chars().filter(|c| *c != ' ') {
        spell(c, alphabet, spelled);
    }
    hear(spelled, sound);
}

/// A letter the plain Latin way.
fn spell(c: char, alphabet: Alphabet, spelled: &mut String) {
    let letters = match c {
        // Letters of an exact key that stand for both alphabets.
        'c' if alphabet == Alphabet::Cyrillic => "s",
        'p' if alphabet == Alphabet::Cyrillic => "r",
        'x' if alphabet == Alphabet::Cyrillic => "kh",
        'y' if alphabet == Alphabet::Cyrillic => "u",
        'a'..='z' => {
            spelled.push(c);
            return;
        }
        'ə' => "a",
        'б' => "b",
        'в' | 'ў' => "v",
        'г' | 'ғ' | 'ґ' | 'ӷ' => "g",
        'д' => "d",
        'ж' | 'җ' => "zh",
        'з' => "z",
        'и' | 'й' | 'ї' => "i",
        'қ' | 'ҡ' | 'ҝ' | 'ӄ' | 'ќ' => "k",
        'л' => "l",
        'н' | 'ң' | 'ӊ' | 'ҥ' => "n",
        'ө' => "o",
        'п' => "p",
        'ұ' | 'ү' => "u",
        'ф' => "f",
        'һ' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ы' => "y",
        'э' | 'є' => "e",
        'ю' => "yu",
        'я' => "ya",
        'ъ' | 'ь' => "",
        // Kazakh in Latin letters, 2018 and 2021, and the scientific way of Russian.
        'ý' => "u",
        'ı' => "i",
        'ş' | 'š' | 'ŝ' => "sh",
        'ç' | 'č' => "ch",
        'ž' => "zh",
        'û' => "yu",
        'â' => "ya",
        'ŋ' => "n",
        'ß' => "ss",
        'æ' => "ae",
        'ø' => "o",
        'ł' => "l",
        _ => {
            let mut base = c;
            let mut first = true;
            decompose_canonical(c, |part| {
                if std::mem::take(&mut first) {
                    base = part;
                }
            });
            spelled.push(base);
            return;
        }
    };
    spelled.push_str(letters);
}

/// Brings the ways of spelling a sound in Latin letters together.
fn hear(spelled: &str, sound: &mut String) {
    let (mut from, mut at) = (0, 0);
    while let Some(first) = spelled.as_bytes().get(at) {
        // Letters outside of ASCII, and those that begin no other sound, are taken as they are.
        let begins_sound = matches!(first, b'c' | b'd' | b'g' | b'k' | b'p' | b'q' | b's' | b't' | b'w' | b'x' | b'y' | b'z');
        match begins_sound.then(|| first_sound(&spelled.as_bytes()[at..])).flatten() {
            Some((length, heard)) => {
                sound.push_str(&spelled[from..at]);
                sound.push_str(heard);
                at += length;
                from = at;
            }
            None => at += 1,
        }
    }
    sound.push_str(&spelled[from..]);
}

/// The letters at the start of a spelling that make one sound, by their number; nothing where a letter is itself.
fn first_sound(rest: &[u8]) -> Option<(usize, &'static str)> {
    Some(match rest {
        [b's', b'h', b'c', b'h', ..] => (4, "w"),
        [b's', b'h', b'h', ..] | [b's', b'c', b'h', ..] => (3, "w"),
        [b's', b'h', ..] => (2, "w"),
        [b't', b'c', b'h', ..] => (3, "c"),
        [b'c', b'h', ..] => (2, "c"),
        [b'd', b'z', b'h', ..] => (3, "j"),
        // Smartbridge, Смартбридж.
        [b'd', b'g', b'e'] => (3, "j"),
        [b'z', b'h', ..] | [b'd', b'j', ..] => (2, "j"),
        [b'k', b'h', ..] => (2, "h"),
        [b'g', b'h', ..] => (2, "g"),
        [b'p', b'h', ..] => (2, "f"),
        [b't', b'h', ..] => (2, "t"),
        [b'c', b'k', ..] => (2, "k"),
        [b't', b's' | b'z', ..] | [b'c', b'z', ..] => (2, "s"),
        [b'c', b'e' | b'i' | b'y', ..] => (1, "s"),
        [b'c' | b'q', ..] => (1, "k"),
        [b'x', ..] => (1, "ks"),
        [b'w', ..] => (1, "v"),
        [b'y', b'a', ..] => (2, "ia"),
        [b'y', b'u', ..] => (2, "iu"),
        [b'y', b'e', ..] => (2, "e"),
        [b'y', ..] => (1, "i"),
        _ => return None,
    })
}

/// A stem as it is looked up: doubled letters once, and `ministrlig-i` as `ministrlik`.
pub(super) fn settle(stem: &mut String) {
    undouble(stem, 0);
    if stem.ends_with('g') {
        stem.pop();
        stem.push('k');
    }
}

/// Writes doubled letters once, from `start` on: doubling is what people forget first.
pub(super) fn undouble(sound: &mut String, start: usize) {
    let bytes = &sound.as_bytes()[start..];
    if bytes.windows(2).any(|pair| pair[0] == pair[1] && pair[0].is_ascii_lowercase()) {
        let mut last = None;
        let word: String = sound[start..].chars().filter(|c| last.replace(*c) != Some(*c)).collect();
        sound.truncate(start);
        sound.push_str(&word);
    }
}

/// Endings of cases and numbers by sound and last letter, longest first: Russian, Kazakh, and the English plural. An
/// ending that could take the last letter of a stem with it (`-ка` of `банка`) is not among them: the cases of one word
/// would part.
fn endings(last: u8) -> &'static [&'static str] {
    match last {
        b'a' => &["larga", "darga", "targa", "inda", "aia", "ina", "ia", "a"],
        b'e' => &["lerge", "derge", "terge", "inde", "ine", "oe", "ee", "ie", "e"],
        b'h' => &["iah", "ih", "ah"],
        b'i' => &["lardi", "lerdi", "dardi", "derdi", "tardi", "terdi", "iami", "ami", "imi", "oi", "ei", "si", "i"],
        b'm' => &["iam", "im", "om", "em", "am"],
        b'n' => &["inan", "inen", "nin", "din", "tin", "dan", "den", "tan", "ten", "nan", "nen", "men", "ben", "pen", "sin", "in"],
        b'o' => &["ogo", "ego", "o"],
        b'r' => &["lar", "ler", "dar", "der", "tar", "ter"],
        b's' => &["s"],
        b'u' => &["omu", "emu", "uiu", "iu", "u"],
        b'v' => &["ov", "ev"],
        _ => &[],
    }
}

/// As much of a word is left as it needs to be told from others.
const STEM: usize = 3;

/// A sound without its endings, so that the cases of a word meet. Coarse: for what several words say together.
pub(super) fn stem_of(sound: &str) -> &str {
    let mut stem = sound;
    while let Some(last) = stem.as_bytes().last() {
        let fits = |ending: &&&str| stem.len() >= STEM + ending.len() && stem.ends_with(**ending);
        match endings(*last).iter().find(fits) {
            Some(ending) => stem = &stem[..stem.len() - ending.len()],
            None => break,
        }
    }
    stem
}
