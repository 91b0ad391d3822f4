//! The national context of a generated portfolio: what its projects refer to and what planted violations go past.

use std::fs;
use std::io;
use std::path::Path;

/// Bodies that own projects and systems.
pub const AGENCIES: usize = 24;

/// What platforms offer, which no component should offer again.
pub const SHARED_CAPABILITIES: [&str; 4] = ["notifications", "payments", "signature-check", "sign-in"];

pub const GATEWAY: &str = "shep";

pub const FILE_NAME: &str = "national.toml";

const REST: &str = r#"
[gateway.shep]
name = { kk = "«Электрондық үкімет» шлюзі", ru = "Шлюз «электронного правительства»" }
code = "SHEP"
scope = "egov"
owner = "agency-01"
lifecycle = "operating"

[platform.common]
name = { kk = "Ортақ платформа", ru = "Общая платформа" }
code = "COMMON"
scope = "egov"
owner = "agency-01"
lifecycle = "operating"
offers = ["notifications", "payments", "signature-check", "sign-in"]

[capability.notifications]
name = { kk = "Хабарландыру", ru = "Уведомление граждан" }
code = "NOTIFY"

[capability.payments]
name = { kk = "Төлем қабылдау", ru = "Приём платежей" }
code = "PAY"

[capability.signature-check]
name = { kk = "Қолтаңбаны тексеру", ru = "Проверка подписи" }
code = "SIGN"

[capability.sign-in]
name = { kk = "Бірыңғай кіру", ru = "Единый вход" }
code = "LOGIN"

[system.persons]
name = { kk = "Жеке тұлғалар қоры", ru = "База физических лиц" }
owner = "agency-02"
contours = ["internal"]
lifecycle = "operating"

[resource.persons-register]
name = { kk = "Жеке тұлғалар тізілімі", ru = "Реестр физических лиц" }
type = "register"
role = "master"
held-in = "persons"
contains = ["person"]
owner = "agency-02"
lifecycle = "operating"

[data-object.person]
name = { kk = "Жеке тұлға туралы мәлімет", ru = "Сведения о физическом лице" }
code = "PERSON"
personal = true
reference-source = "persons-register"
"#;

pub fn agency_id(agency: usize) -> String {
    format!("agency-{:02}", agency % AGENCIES + 1)
}

pub fn agency_name(agency: usize) -> String {
    format!("Министерство № {}", agency % AGENCIES + 1)
}

pub fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(
        folder.join("saikes.toml"),
        "[context]\nid = \"national\"\nname = { kk = \"Ұлттық мәнмәтін\", ru = \"Национальный контекст\" }\n",
    )?;
    let mut text = String::new();
    for agency in 0..AGENCIES {
        let (id, name) = (agency_id(agency), agency_name(agency));
        text +=
            &format!("[agency.{id}]\nname = {{ kk = \"№ {} министрлік\", ru = \"{name}\" }}\ncode = \"MIN{}\"\n\n", agency + 1, agency + 1);
    }
    fs::write(folder.join(FILE_NAME), text + REST)
}
