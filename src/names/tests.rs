//! Names of real systems and bodies, and what each strength makes of them.

mod directory;
mod properties;
mod written;

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

#[track_caller]
fn say_the_same(names: &[&str]) {
    for name in names {
        assert_eq!(same_key(name), same_key(names[0]), "{name} · {}", names[0]);
    }
}

#[test]
fn a_name_says_the_same_in_another_alphabet() {
    say_the_same(&["SmartBridge", "Смартбридж", "smartbridge", "Смарт Бридж"]);
    say_the_same(&["Damumed", "Дамумед", "ДАМУМЕД"]);
    say_the_same(&["eGov", "еГов", "e-Gov"]);
    say_the_same(&["Электрондық үкімет", "Elektrondyq ukimet", "Elektrondyq úkimet", "Електрондык укимет"]);
    say_the_same(&["Жезқазған", "Жезказган", "Zhezkazgan", "Jezqazǵan", "Jezqazğan"]);
    say_the_same(&["Шымкент", "Shymkent", "Şymkent"]);
    say_the_same(&["Мекенжай", "Mekenjai", "Mekenzhay"]);
    say_the_same(&["Әділет", "Адилет", "Adilet", "Ádilet", "Ädilet"]);
    say_the_same(&["Өскемен", "Оскемен", "Oskemen", "Óskemen", "Öskemen"]);
    say_the_same(&["Һәм", "Хам", "Kham"]);
    say_the_same(&["Здравоохранение", "Zdravookhranenie", "Zdravoohranenie", "Zdravookhraneniye"]);
    say_the_same(&["Лицензия", "Litsenziya", "Licenziya"]);
    say_the_same(&["Щучинск", "Shchuchinsk", "Shuchinsk"]);
    say_the_same(&["Объект", "Обьект", "Obekt", "Obyekt"]);
}

#[test]
fn a_name_says_the_same_by_its_abbreviation_in_any_language() {
    say_the_same(&[
        "ГБД ФЛ",
        "ЖТ МДҚ",
        "ЖТ МДБ",
        "gbd-fl",
        "GBDFL",
        "Государственная база данных «Физические лица» (ГБД ФЛ)",
        "«Жеке тұлғалар» мемлекеттік деректер қоры",
        "Государственной базы данных ФЛ",
        "State Database of Individuals",
    ]);
    say_the_same(&["ИИН", "ЖСН", "IIN", "индивидуального идентификационного номера", "жеке сәйкестендіру нөмірінің"]);
    say_the_same(&["БИН", "БСН", "BIN"]);
    say_the_same(&["ЭЦП", "ЭЦҚ", "EDS", "Электронная цифровая подпись"]);
    say_the_same(&[
        "ШЭП",
        "ЭҮШ",
        "SHEP",
        "Шлюз «электронного правительства»",
        "«Электрондық үкімет» шлюзі",
        "e-Government gateway",
        "шлюз ЭП",
    ]);
    say_the_same(&["НУЦ РК", "НУЦ", "ҰКО", "NCA", "Национальный удостоверяющий центр Республики Казахстан"]);
    say_the_same(&["ЕСЭДО", "ESEDO", "Единая система электронного документооборота государственных органов"]);
    say_the_same(&["МЗ РК", "Минздрав", "МинЗдрав", "ДСМ", "ҚР ДСМ", "MoH", "Ministry of Health of the Republic of Kazakhstan"]);
    say_the_same(&["АО «НИТ»", "«ҰАТ» АҚ", "NIT JSC", "National Information Technologies JSC"]);
    say_the_same(&["КПСиСУ", "KPSISU", "Комитет по правовой статистике и специальным учетам"]);
    say_the_same(&["e-Otinish", "Е-өтініш", "ИАС «Электронные обращения»", "«Электрондық өтініштер» АТЖ"]);
    say_the_same(&["портал ЭП", "Веб-портал «электронного правительства»", "«Электрондық үкіметтің» веб-порталы", "egov.kz"]);
}

#[test]
fn what_says_nothing_is_left_out_where_something_is_left() {
    say_the_same(&["ЕГКН", "ИС ЕГКН", "Информационная система «ЕГКН»", "ЕГКН АЖ"]);
    say_the_same(&["Казахтелеком", "АО «Казахтелеком»", "Kazakhtelecom JSC"]);
    say_the_same(&["РГП на ПХВ «Госэкспертиза» РК", "Госэкспертиза"]);
    say_the_same(&["Единый реестр субъектов", "Единый реестр субъектов (ЕРС)", "ЕРС – Единый реестр субъектов", "Реестр субъектов единый"]);
    say_the_same(&["Учёт граждан", "Учет граждан (копия)", "Учет граждан - көшірме", "Учет граждан (copy 2)"]);
    say_the_same(&["Обмен данными с банками", "Обмен данными банками"]);
}

#[test]
fn names_that_say_different_things_have_different_keys() {
    let different = [
        ("Система 1", "Система 2"),
        ("Система", "Система 2"),
        ("Система 1.2", "Система 2.1"),
        ("Очередь II", "Очередь III"),
        ("ИС 1", "1"),
        ("ИС «А»", "А"),
        ("АО", "ТОО"),
        ("Вариант А", "Вариант В"),
        ("Реестр ИС", "Реестр"),
        ("Реестр ПО", "Реестр"),
        ("Реестр АО", "Реестр"),
        ("ГБД ФЛ", "ГБД ЮЛ"),
        ("ГБД ФЛ", "ФЛ"),
        ("ШЭП", "ВШЭП"),
        ("ИИН", "БИН"),
        ("C", "C++"),
        ("Модуль отчётности", "Отчётность"),
        ("Портал услуг", "Услуги"),
        ("Система учёта", "Учёт"),
        ("Министерство культуры", "Министерство культуры и информации"),
        ("Акт сверки", "АКТ"),
        ("Управление здравоохранения", "Министерство здравоохранения"),
    ];
    for (one, other) in different {
        assert_ne!(same_key(one), same_key(other), "{one} · {other}");
    }
}

#[test]
fn numbers_are_the_same_in_other_figures() {
    say_the_same(&["Очередь 2", "Очередь II", "очередь №2", "Очередь 02", "Очередь2", "Очередь Ⅱ"]);
    say_the_same(&["1С:Бухгалтерия 8.3", "1C Бухгалтерия 8,3"]);
}

#[test]
fn likeness_goes_down_from_the_same_to_another() {
    let falling = [
        ("Министерство здравоохранения", "МЗ РК", 1.0, 1.0),
        ("Customer Service", "Customer Services", 0.95, 0.99),
        ("Реестр уведомлений", "Реестр уведомления", 0.95, 0.99),
        ("smartbrige", "smartbridge", 0.85, 0.95),
        ("Смартбрижд", "SmartBridge", 0.8, 0.95),
        ("Қаржы министірлігі", "Қаржы министрлігі", 0.9, 0.99),
        ("ЕРС", "Единый реестр субъектов", 0.8, 0.8),
        ("Платёжный шлюз", "Платежный шлюз ЭП", 0.75, 0.95),
        ("Сервис уведомлений граждан", "Сервис уведомлений бизнеса", 0.4, 0.7),
        ("Система", "Система 2", 0.6, 0.75),
        ("Система 1", "Система 2", 0.3, 0.5),
        ("Вариант А", "Вариант Б", 0.3, 0.5),
        ("ГБД ФЛ", "ГБД ЮЛ", 0.0, 0.0),
        ("Министерство финансов", "Министерство юстиции", 0.0, 0.0),
        ("Портал", "Шлюз", 0.0, 0.3),
        ("", "Портал", 0.0, 0.0),
        ("", "", 0.0, 0.0),
    ];
    for (one, other, least, most) in falling {
        let found = likeness(one, other);
        assert!((least..=most).contains(&found), "{one} · {other}: {found}");
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

/// What makes a name long, each a trap for whoever looks back or ahead.
const LONG: [&str; 16] = [
    "РК ",
    "e ",
    "и ",
    "ИС ",
    "(copy) ",
    "- копия ",
    "ii ",
    "1.",
    "ГБД ",
    "e\u{301}\u{301}",
    "«",
    "х",
    "o'",
    "аa",
    "государственная база ",
    "ляляля",
];

#[test]
fn a_name_of_any_length_is_read() {
    for part in LONG {
        let long = part.repeat(30_000);
        let name = Name::new(&long);
        assert_eq!(name.exact(), exact_key(&long));
        let _ = (name.likeness(&Name::new(&(long.clone() + "б"))), name.blocks().len(), copied(&long), mixed_script(&long));
    }
}

#[test]
fn names_that_nearly_say_the_same_stand_in_one_block() {
    let meet = |one: &str, other: &str| {
        let (one, other) = (Name::new(one), Name::new(other));
        let blocks = other.blocks();
        one.blocks().iter().any(|block| blocks.contains(block))
    };
    let near = [
        ("МЗ РК", "Министерство здравоохранения"),
        ("Реестр уведомлений", "Реестры уведомления"),
        ("Смартбрижд", "SmartBridge"),
        ("Портал", "Протал"),
        ("Сервис уведомлений граждан", "Сервис уведомлений"),
        ("Сервис уведомлений граждан", "Сервис уведомлений бизнеса"),
        ("Единая система учёта обращений", "Единная систма учета обращений"),
    ];
    for (one, other) in near {
        assert!(meet(one, other), "{one} · {other}");
    }
    for (one, other) in [("Портал", "Шлюз"), ("Реестр услуг", "Кадастр земель"), ("", "Портал"), ("ГБД ФЛ", "ГБД ЮЛ")]
    {
        assert!(!meet(one, other), "{one} · {other}");
    }
    assert!(Name::new(&"слово и дело ".repeat(1000)).blocks().len() < 100);
}
