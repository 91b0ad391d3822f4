//! Slips of the fingers: two letters swapped, one left out, doubled, or its neighbour on the keyboard.

use crate::random::Random;

/// Names with more letters than this get a second slip.
const LONG: usize = 24;
/// In words shorter than this nobody fails to see a slip.
const SEEN: usize = 4;

/// The rows of a keyboard; `·` is a key without a letter.
fn keyboard(language: &str) -> [&'static str; 4] {
    match language {
        "kk" => ["·әіңғ··үұқөһ", "йцукенгшщзхъ", "фывапролджэ·", "ячсмитьбю···"],
        "ru" => ["············", "йцукенгшщзхъ", "фывапролджэ·", "ячсмитьбю···"],
        _ => ["············", "qwertyuiop··", "asdfghjkl···", "zxcvbnm·····"],
    }
}

/// A name with one slip, or two in a long one.
pub fn mistyped(name: &str, language: &str, number: usize) -> String {
    let mut random = Random::new(number as u64 + 1);
    let slips = 1 + usize::from(name.chars().count() > LONG);
    (0..slips).fold(name.to_string(), |name, _| slip(&name, language, &mut random))
}

fn slip(name: &str, language: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    // Behind the first letter of a word that is long enough: first letters are looked at.
    let places: Vec<usize> = (1..letters.len()).filter(|at| is_inside(&letters, *at)).collect();
    let Some(at) = (!places.is_empty()).then(|| places[random.below(places.len())]) else { return name.to_string() };
    match random.below(4) {
        0 if at + 1 < letters.len() && letters[at + 1].is_alphabetic() && letters[at] != letters[at + 1] => letters.swap(at, at + 1),
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = neighbour(letters[at], language, random).unwrap_or(letters[at]),
    }
    letters.into_iter().collect()
}

fn is_inside(letters: &[char], at: usize) -> bool {
    let is_letter = |at: &usize| letters.get(*at).is_some_and(|letter| letter.is_alphabetic());
    let before = (0..at).rev().take_while(is_letter).count();
    let behind = (at..letters.len()).take_while(is_letter).count();
    before > 0 && behind > 0 && before + behind >= SEEN
}

fn neighbour(letter: char, language: &str, random: &mut Random) -> Option<char> {
    let keys: Vec<Vec<char>> = keyboard(language).iter().map(|row| row.chars().collect()).collect();
    let low = letter.to_lowercase().next()?;
    let (row, column) = keys.iter().enumerate().find_map(|(row, keys)| Some((row, keys.iter().position(|key| *key == low)?)))?;
    let around = |(down, right): (isize, isize)| {
        let key = keys.get(row.checked_add_signed(down)?)?.get(column.checked_add_signed(right)?)?;
        (*key != '·').then_some(*key)
    };
    let near: Vec<char> = [(0, -1), (0, 1), (-1, 0), (-1, 1), (1, 0), (1, -1)].into_iter().filter_map(around).collect();
    (!near.is_empty()).then(|| near[random.below(near.len())])
}
