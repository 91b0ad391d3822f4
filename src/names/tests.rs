//! Names of real systems and bodies, and what each strength makes of them.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn exactly_same(names: &[&str]) {
    for pair in names.windows(2) {
        assert_eq!(exact_key(pair[0]), exact_key(pair[1]), "{} · {}", pair[0], pair[1]);
    }
}

#[test]
fn a_name_is_the_same_to_the_eye_however_it_was_typed() {
    exactly_same(&["Реестр услуг", "реестр  услуг", "РЕЕСТР УСЛУГ", "«Реестр услуг»", "Pеестр услуг", "Реестр\u{a0}услуг", "Реестр-услуг"]);
    exactly_same(&["Мемлекеттік қызмет", "Мемлекеттiк қызмет", "мемлекеттік ҚЫЗМЕТ"]);
    exactly_same(&["ТОО «Рост»", "TOO \"Рост\"", "ТОО Рост"]);
    exactly_same(&["Платёжный шлюз", "Платежный шлюз", "Плате\u{308}жный шлюз"]);
    exactly_same(&["НСИ", "HСИ", "HCИ", "нси"]);
    exactly_same(&["eGov Mobile", "egov mobile", "EGOV-MOBILE", "еGov Mobile"]);
    exactly_same(&["e-Акимат", "е-Акимат", "Е-акимат", "e‑Акимат"]);
    exactly_same(&["Модуль\u{200b} отчётов", "Модуль отче\u{ad}тов"]);
    exactly_same(&["O'Reilly", "O’Reilly", "OReilly"]);
    exactly_same(&["ＡＰＩ ２", "API 2"]);
    exactly_same(&["Kaspi.kz", "kaspi kz"]);
}

#[test]
fn names_that_a_reader_holds_for_different_stay_different() {
    let different = [
        ("Система 1", "Система 2"),
        ("Система 1.1", "Система 11"),
        ("Система 1.2", "Система 12"),
        ("1С 8.3", "1С 83"),
        ("C", "C#"),
        ("C", "C++"),
        ("ЭПЗ", "ЭПЗ (копия)"),
        ("ГБД ФЛ", "ГБД ЮЛ"),
        ("ван", "bah"),
        ("Нота", "Hota"),
        ("А → Б", "А ← Б"),
        ("Қала", "Кала"),
        ("МВД", "МВД РК"),
        ("Egov", "Егов"),
        ("Smart Bridge", "Smartbridge"),
    ];
    for (one, other) in different {
        assert_ne!(exact_key(one), exact_key(other), "{one} · {other}");
    }
}

#[test]
fn words_of_a_vocabulary_need_no_spaces() {
    for same in ["Support End", "support-end", "supportEnd", " support_end "] {
        assert_eq!(word_key(same), word_key("support-end"), "{same}");
    }
    assert_eq!(word_key("Объект данных"), word_key("ОБЪЕКТ ДАHHЫХ"));
}

#[test]
fn what_has_no_name_has_no_key() {
    for nothing in ["", "  ", "«»", "—", "\u{200b}", "(...)"] {
        assert_eq!(exact_key(nothing), "", "{nothing:?}");
    }
}

#[test]
fn a_letter_of_the_other_alphabet_is_found_inside_a_word() {
    let found = |name: &str| mixed_script(name).map(|mixed| (mixed.letter, mixed.twin, name[mixed.word].to_string()));
    assert_eq!(found("Единый Pеестр"), Some(('P', 'Р', "Pеестр".into())));
    assert_eq!(found("Мемлекеттiк қызмет"), Some(('i', 'і', "Мемлекеттiк".into())));
    assert_eq!(found("тiркеу"), Some(('i', 'і', "тiркеу".into())));
    assert_eq!(found("MВД"), Some(('M', 'М', "MВД".into())));
    assert_eq!(found("портал еGov"), Some(('е', 'e', "еGov".into())));
    assert_eq!(found("Serviсe"), Some(('с', 'c', "Serviсe".into())));
}

#[test]
fn words_joined_on_purpose_are_not_mixed() {
    let joined = [
        "e-Акимат",
        "IP-адрес",
        "SMS-уведомление",
        "1С",
        "1C",
        "eGov",
        "Wi-Fi",
        "QR-код",
        "QRкод",
        "API-сервис",
        "Kaspi.kz",
        "IPадрес",
        "VPNсоединение",
        "Портал eGov",
        "Е-лицензирование",
        "B2B портал",
        "SMS с номера 1414",
        "ЖТ МДҚ",
        "Smart Data Ukimet ақпараттық жүйесі",
    ];
    for name in joined {
        assert_eq!(mixed_script(name), None, "{name}");
    }
}

#[test]
fn a_copy_is_known_by_what_a_tool_wrote_behind_its_name() {
    let copies = [
        "ЭПЗ (copy)",
        "ЭПЗ (копия)",
        "ЭПЗ (көшірме)",
        "ЭПЗ (Copy 2)",
        "ЭПЗ (copy) (copy)",
        "ЭПЗ - копия",
        "ЭПЗ (копия) 3",
        "ЭПЗ - Копия (2)",
    ];
    for name in copies {
        assert_eq!(copied(name), Some("ЭПЗ"), "{name}");
    }
    for name in ["Электронная копия", "Копия договора", "(copy)", "ЭПЗ (2)", "Hardcopy", "Микрокопия", "Көшірме"]
    {
        assert_eq!(copied(name), None, "{name}");
    }
}

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
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

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
    fn any_text_can_be_looked_at(name in any::<String>()) {
        let _ = (word_key(&name), visible(&name), copied(&name));
        if let Some(mixed) = mixed_script(&name) {
            prop_assert!(name[mixed.word].contains(mixed.letter));
        }
    }
}
