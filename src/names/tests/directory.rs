//! Searching many names.

use super::*;

fn bodies() -> Directory<&'static str> {
    let names = [
        ("Министерство здравоохранения", "moh"),
        ("Денсаулық сақтау министрлігі", "moh"),
        ("Министерство финансов", "mof"),
        ("Комитет государственных доходов", "src"),
        ("Управление здравоохранения города Алматы", "almaty"),
        ("Витрина сервисов SmartBridge", "smartbridge"),
        ("smart-bridge", "smartbridge"),
        ("Единый реестр субъектов", "subjects"),
        ("Реестр субъектов 2", "subjects-2"),
        ("", "nameless"),
    ];
    Directory::new(names)
}

#[test]
fn who_says_the_same_is_found_once() {
    assert_eq!(bodies().same("МЗ РК"), ["moh"]);
    assert_eq!(bodies().same("Смартбридж"), ["smartbridge"]);
    assert_eq!(bodies().same("Минтруда"), [] as [&str; 0]);
    assert_eq!(bodies().same(""), [] as [&str; 0]);
    let twins = Directory::new([("МЗ", 1), ("Минздрав", 2), ("MoH", 1)]);
    assert_eq!(twins.same("Министерство здравоохранения"), [1, 2]);
}

#[test]
fn who_comes_nearest_is_found_and_nobody_far_away() {
    let nearest = |name: &str| bodies().nearest(name, |_| true).map(|(whose, _)| whose);
    assert_eq!(nearest("Министерство здравохранения"), Some("moh"));
    assert_eq!(nearest("smartbrige"), Some("smartbridge"));
    assert_eq!(nearest("Комитет гос. доходов"), None);
    assert_eq!(nearest("Комитет государственых дохода"), Some("src"));
    assert_eq!(nearest("ЕРС"), Some("subjects"));
    assert_eq!(nearest("Управление здравоохранения г. Алматы"), Some("almaty"));
    assert_eq!(nearest("Министерство юстиции"), None);
    assert_eq!(nearest("Портал"), None);
    assert_eq!(nearest(""), None);
    assert_eq!(bodies().nearest("Министерство здравохранения", |whose| whose != "moh"), None);
}
