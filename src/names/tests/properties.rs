//! What holds for any name.

use proptest::prelude::*;

use super::*;

/// Letters that look alike in both alphabets and both cases.
const LATIN: &str = "aceikmoptxyACEIKMOPTXY";
const CYRILLIC: &str = "асеікмортхуАСЕІКМОРТХУ";

/// The same name with some of its letters taken from the other alphabet.
fn disguised(name: &str, choices: &[bool]) -> String {
    let swap = |(at, c): (usize, char)| {
        let place = |from: &str, to: &str| from.chars().position(|other| other == c).and_then(|at| to.chars().nth(at));
        let other = place(LATIN, CYRILLIC).or_else(|| place(CYRILLIC, LATIN));
        other.filter(|_| choices.get(at % choices.len().max(1)) == Some(&true)).unwrap_or(c)
    };
    name.chars().enumerate().map(swap).collect()
}

/// Names as people make them: words of several alphabets, numbers and signs.
fn a_name() -> impl Strategy<Value = String> {
    "([А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІіA-Za-z0-9]{1,12}[ \\-]){0,5}[А-Яа-яҚқІіA-Za-z0-9+#]{1,8}"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_key_of_a_key_is_the_key(name in "\\PC{0,40}") {
        let key = exact_key(&name);
        prop_assert_eq!(exact_key(&key), key);
    }

    #[test]
    fn case_does_not_count(name in a_name()) {
        prop_assert_eq!(exact_key(&name.to_uppercase()), exact_key(&name.to_lowercase()));
    }

    #[test]
    fn spaces_and_punctuation_do_not_count(name in a_name(), separators in prop::collection::vec("[ \u{a0}\t«»\"()\\-–—/\\\\:;!?_]{1,3}", 6)) {
        let mut separators = separators.iter().cycle();
        let spaced: String = name.chars().map(|c| if c == ' ' { separators.next().unwrap().clone() } else { c.to_string() }).collect();
        prop_assert_eq!(exact_key(&format!("«{spaced}»")), exact_key(&name));
    }

    #[test]
    fn look_alikes_do_not_count(name in a_name(), choices in prop::collection::vec(any::<bool>(), 1..40)) {
        prop_assert_eq!(exact_key(&disguised(&name, &choices)), exact_key(&name));
    }

    #[test]
    fn what_is_the_same_to_the_eye_says_the_same(name in "\\PC{0,40}", choices in prop::collection::vec(any::<bool>(), 1..40)) {
        let key = same_key(&name);
        prop_assert_eq!(same_key(&exact_key(&name)), key.as_str());
        prop_assert_eq!(same_key(&disguised(&name.to_uppercase(), &choices)), same_key(&name.to_uppercase()));
    }

    #[test]
    fn the_order_of_words_says_nothing(words in prop::collection::vec("[а-яқңө]{9,12}", 2..6)) {
        let turned: Vec<&str> = words.iter().rev().map(String::as_str).collect();
        prop_assert_eq!(same_key(&words.join(" ")), same_key(&turned.join(" ")));
    }

    #[test]
    fn likeness_is_symmetric_and_one_for_the_same(one in a_name(), other in a_name()) {
        let found = likeness(&one, &other);
        prop_assert_eq!(found, likeness(&other, &one));
        prop_assert!((0.0..=1.0).contains(&found));
        prop_assert_eq!(found == 1.0, same_key(&one) == same_key(&other) || exact_key(&one) == exact_key(&other));
        prop_assert_eq!(likeness(&one, &one), 1.0);
        prop_assert_eq!(likeness(&one, &one.to_uppercase()), 1.0);
    }

    #[test]
    fn any_text_can_be_looked_at(name in any::<String>()) {
        let _ = (word_key(&name), visible(&name), copied(&name), likeness(&name, "ГБД ФЛ"));
        if let Some(mixed) = mixed_script(&name) {
            prop_assert!(name[mixed.word].contains(mixed.letter));
        }
    }
}
