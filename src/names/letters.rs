//! Single letters: what each stands for where names are compared, and which look alike in two alphabets.

use std::sync::LazyLock;

/// What a character does in a name. Letters come in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Letter(char),
    Digit(char),
    /// Says something of its own: `C#` and `C++` are two things.
    Sign(char),
    /// Parts words.
    Separator,
    /// Parts words, save within one: `O'Reilly`, `об'єкт`.
    Apostrophe,
    /// A full stop or a comma, which parts words but not the digits of `8.3`.
    Point,
    /// Is not seen.
    Nothing,
}

/// What a character in lower case does. Letters that look alike in both alphabets and both cases become Latin ones,
/// `ё` becomes `е`.
pub(super) fn kind(c: char) -> Kind {
    match c {
        'a'..='z' => Kind::Letter(c),
        'а'..='я' | 'ѐ'..='џ' | 'Ґ'..='ӿ' | 'ə' => Kind::Letter(alike(c)),
        '0'..='9' => Kind::Digit(c),
        '.' | ',' => Kind::Point,
        '\'' | '`' | '´' | '‘' | '’' | 'ʹ' | 'ʻ' | 'ʼ' | '′' | '＇' => Kind::Apostrophe,
        '+' | '#' | '%' | '&' | '@' | '$' | '=' | '<' | '>' => Kind::Sign(c),
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => Kind::Nothing,
        '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => Kind::Nothing,
        // Stress marks; what composes with its letter has done so before.
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' => Kind::Nothing,
        '™' | '®' | '©' | '℠' => Kind::Nothing,
        '\0'..='\u{bf}' | '№' | '\u{2000}'..='\u{2044}' | '\u{2046}'..='\u{205f}' | '\u{3000}'..='\u{303f}' => match c {
            'ª' | 'µ' | 'º' => Kind::Letter(c),
            _ => Kind::Separator,
        },
        _ if c.is_whitespace() || c.is_control() => Kind::Separator,
        _ if c.is_alphabetic() => Kind::Letter(c),
        _ if c.is_numeric() => Kind::Digit(c),
        _ => Kind::Sign(c),
    }
}

/// The Latin letter that a Cyrillic one in lower case cannot be told from, in whichever case both are written.
fn alike(c: char) -> char {
    match c {
        'а' => 'a',
        'с' => 'c',
        'е' | 'ё' | 'ѐ' => 'e',
        'і' => 'i',
        'к' => 'k',
        'м' => 'm',
        'о' => 'o',
        'р' => 'p',
        'т' => 't',
        'х' => 'x',
        'у' => 'y',
        'ә' => 'ə',
        _ => c,
    }
}

/// The characters of Kazakh, Russian and English names, whatever their case. None of them is changed by NFKC, and
/// none becomes two in lower case.
static USUAL: LazyLock<Vec<Option<Kind>>> = LazyLock::new(|| {
    let is_usual =
        |c: char| matches!(c, '\0'..='\u{a0}' | '«' | '»' | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{52f}' | '\u{2010}'..='\u{201f}' | '№');
    let kind_of = |c: char| is_usual(c).then(|| kind(c.to_lowercase().next().unwrap_or(c)));
    ('\0'..='\u{2116}').map(kind_of).collect()
});

/// What a character does that any case may have, by one look-up; nothing for those that have to be normalised first.
pub(super) fn usual() -> impl Fn(char) -> Option<Kind> {
    let table = USUAL.as_slice();
    move |c| table.get(c as usize).copied().flatten()
}

/// What alphabet a letter belongs to, as far as it matters here.
pub(super) fn script_of(c: char) -> Option<super::Script> {
    match c {
        'a'..='z' | 'A'..='Z' | 'ª' | 'º' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{259}' => {
            Some(super::Script::Latin)
        }
        '\u{1e00}'..='\u{1eff}' => Some(super::Script::Latin),
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => Some(super::Script::Cyrillic),
        _ => None,
    }
}

/// The letter of the other alphabet that looks the same on the screen, case by case.
pub(super) fn twin(c: char) -> Option<char> {
    const LATIN: &str = "ABEKMHOPCTYXIƏaeopcyxkmtiəhb";
    const CYRILLIC: &str = "АВЕКМНОРСТУХІӘаеорсухкмтіәһь";
    let in_place = |from: &str, to: &str| from.chars().position(|other| other == c).and_then(|at| to.chars().nth(at));
    in_place(LATIN, CYRILLIC).or_else(|| in_place(CYRILLIC, LATIN)).or(match c {
        'Ү' => Some('Y'),
        'Һ' => Some('h'),
        'Ё' => Some('Ë'),
        'ё' => Some('ë'),
        'Ë' => Some('Ё'),
        'ë' => Some('ё'),
        _ => None,
    })
}
