//! refinery: `V1__a.sql` and `U1__a.sql`.

use crate::Project;
use crate::engine::Engine;
use crate::tools::{self, REFINERY};

const USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n";

pub(crate) fn project() -> Project {
    Project::with(
        "refinery",
        "refinery_schema_history",
        &[
            ("V1__Create_users.sql", USERS),
            ("U2__index_emails.sql", "CREATE INDEX i ON users (email);\n"),
        ],
    )
}

#[test]
fn a_project_of_refinery_goes_on() {
    let it = project();
    it.apply();
    let at = it.value("SELECT min(applied_on) FROM refinery_schema_history");
    it.adopt(2, Some(&format!("{}Z", &at[..23])));
    it.says_layout("refinery");
    assert_eq!(it.go_on(), ["V3__add_role.down.sql", "V3__add_role.sql"]);
}

#[test]
fn a_project_of_its_command_goes_on() {
    let engine = Engine::sqlite();
    tools::goes_on(&engine, &REFINERY);
    tools::fails(&engine, &REFINERY, false);
}

#[test]
fn a_checksum_of_refinery_is_compared() {
    let it = project();
    it.apply().done(&["init", "--dialect", "sqlite"]);
    it.it.write("migrations/V1__Create_users.sql", &USERS.replace("email", "mail"));
    it.refuses("V1__Create_users.sql has another checksum");
}
