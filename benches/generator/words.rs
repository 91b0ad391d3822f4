//! Names and descriptions in Russian and Kazakh, put together from what state bodies deal with.

use super::plan::Kind;

/// What an element is about, in Russian (genitive) and in Kazakh.
const TOPICS: [(&str, &str); 16] = [
    ("учёта заявлений", "өтініштерді есепке алу"),
    ("регистрации прав", "құқықтарды тіркеу"),
    ("выдачи справок", "анықтамалар беру"),
    ("назначения пособий", "жәрдемақы тағайындау"),
    ("медицинских осмотров", "медициналық тексерулер"),
    ("школьного обучения", "мектепте оқыту"),
    ("земельного кадастра", "жер кадастры"),
    ("налоговых проверок", "салықтық тексерулер"),
    ("государственных закупок", "мемлекеттік сатып алулар"),
    ("перевозки грузов", "жүк тасымалы"),
    ("охраны лесов", "ормандарды қорғау"),
    ("электронной очереди", "электрондық кезек"),
    ("водопользования", "су пайдалану"),
    ("трудоустройства", "жұмысқа орналастыру"),
    ("пенсионных выплат", "зейнетақы төлемдері"),
    ("выдачи лицензий", "лицензиялар беру"),
];

fn noun(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::System => ("Система", "жүйесі"),
        Kind::Component => ("Модуль", "модулі"),
        Kind::InteractionService => ("Сервис", "сервисі"),
        Kind::Capability => ("Возможность", "мүмкіндігі"),
        Kind::DataObject => ("Данные", "деректері"),
        Kind::Resource => ("Реестр", "тізілімі"),
        Kind::Function => ("Функция", "функциясы"),
        Kind::Service => ("Услуга", "көрсетілетін қызметі"),
        Kind::Process => ("Процесс", "процесі"),
        Kind::Step => ("Этап", "кезеңі"),
        Kind::Node => ("Сервер", "сервері"),
        Kind::Software => ("Программа", "бағдарламасы"),
        Kind::Goal => ("Цель", "мақсаты"),
        Kind::Need => ("Потребность", "қажеттілігі"),
    }
}

/// The name of an element in Russian and in Kazakh; `rank` is its number among those of its kind.
pub fn name(kind: Kind, topic: usize, rank: usize) -> (String, String) {
    let (russian, kazakh) = TOPICS[topic % TOPICS.len()];
    let noun = noun(kind);
    (format!("{} {russian} № {}", noun.0, rank + 1), format!("{kazakh} {} № {}", noun.1, rank + 1))
}

pub fn description(topic: usize) -> String {
    let (russian, _) = TOPICS[topic % TOPICS.len()];
    format!("Относится к задачам {russian} & обеспечивает приём, проверку и хранение сведений, а также их передачу смежным подразделениям.")
}
