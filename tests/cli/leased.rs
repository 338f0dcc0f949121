//! `script` on servers: nobody else migrates while a person runs one, and it fails wherever the database is
//! not where it begins.

use migrate_tests::Crate;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

use crate::said;

/// A server with one database, and what runs a script on it.
struct Site<'a> {
    url: String,
    /// A moment that is to come, and one that is over.
    moments: [&'static str; 2],
    run: &'a dyn Fn(&str) -> Result<String, String>,
}

impl Site<'_> {
    fn run(&self, sql: &str) -> String {
        (self.run)(sql).unwrap()
    }

    fn rows(&self) -> String {
        self.run("SELECT version, state, title FROM _migrate_history ORDER BY sequence;")
    }

    fn is_free(&self) -> bool {
        let [_, over] = self.moments;
        self.run(&format!("SELECT count(*) FROM _migrate_history_lease WHERE until = '{over}';"))
            .trim()
            == "1"
    }
}

fn script(it: &Crate, arguments: &[&str]) -> String {
    let output = it.run(&[&["script"], arguments].concat());
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// Two migrations outside a transaction, of which the second stops in its middle.
fn migrations(engine: &str) -> Crate {
    let outside = |sql: &str| format!("-- migrate: no-transaction\n{sql}\n");
    let it = Crate::with(&[
        ("1_a.up", &outside("CREATE TABLE a (b INTEGER);")),
        ("1_a.down", &outside("DROP TABLE a;")),
        ("2_c.up", &outside("CREATE TABLE c (d INTEGER);\nDROP TABLE nowhere;")),
        ("2_c.down", &outside("DROP TABLE c;")),
    ]);
    let it = it.unjudged();
    it.write("Cargo.toml", &it.read("Cargo.toml").replace("sqlite", engine));
    it
}

fn nobody_migrates_meanwhile(it: &Crate, site: &Site<'_>) {
    let code = |arguments: &[&str]| {
        let output = it.run(&[arguments, &["--database-url", &site.url]].concat());
        (output.status.code(), said(&output))
    };
    let (first, second) = (script(it, &["..a"]), script(it, &["a.."]));
    site.run(&first);
    assert!(site.is_free(), "it was given back");
    let before = site.rows();
    for elsewhere in [&first, &script(it, &["a..", "--down"])] {
        assert!((site.run)(elsewhere).is_err(), "the database is somewhere else");
        assert_eq!((site.rows(), site.is_free()), (before.clone(), true));
    }

    // Somebody is migrating.
    let [to_come, over] = site.moments;
    let held = |until| {
        site.run(&format!(
            "UPDATE _migrate_history_lease SET owner = 'process 7', until = '{until}';"
        ))
    };
    held(to_come);
    let refused = (site.run)(&second).unwrap_err();
    assert!(!refused.contains("nowhere"), "{refused}");
    assert_eq!(site.rows(), before);
    held(over);

    // It stops in the middle.
    let stopped = (site.run)(&second).unwrap_err();
    assert!(stopped.contains("nowhere") && !site.is_free(), "{stopped}");
    let (status, locked) = code(&["up", "--lock-timeout", "1s"]);
    assert!(status == Some(6) && locked.contains("a script by hand, "), "{locked}");
    let json = ["repair", "--format", "json", "--database-url", &site.url];
    let found: serde_json::Value = serde_json::from_slice(&it.run(&json).stdout).unwrap();
    let mut found = found["found"].as_array().unwrap().iter();
    let held = found.find(|it| it["kind"] == "locked").unwrap();
    site.run(held["details"][1].as_str().unwrap());
    assert!(site.is_free());
    let (status, _) = code(&["repair", "--forget", "c", "--reason", "mended", "--yes"]);
    assert_eq!(status, Some(0));

    // What is applied is not at its end.
    site.run("UPDATE _migrate_history SET state = 'reverting 1';");
    let before = site.rows();
    for interrupted in [&second, &script(it, &["..a", "--down"])] {
        assert!((site.run)(interrupted).is_err());
        assert_eq!((site.rows(), site.is_free()), (before.clone(), true));
    }
    site.run("UPDATE _migrate_history SET state = 'applied';");
    site.run(&script(it, &["..a", "--down"]));
    assert_eq!((site.rows(), site.is_free()), (String::new(), true));
    // Where nothing is applied, nothing is rolled back.
    assert!((site.run)(&script(it, &["..a", "--down"])).is_err());
    assert!(site.is_free());
}

#[test]
fn a_script_has_the_lease_on_mariadb() {
    let Some(server) = Mariadb::start() else { return };
    let it = migrations("mariadb");
    let moments = ["2999-01-01 00:00:00", "1971-01-01 00:00:00"];
    // Whatever the mode: one that is not strict takes nothing for an empty text.
    for (name, mode) in [("strict", "STRICT_ALL_TABLES"), ("lax", "")] {
        server.run("", &format!("CREATE DATABASE {name}")).unwrap();
        let run = |sql: &str| server.run(name, &format!("SET SESSION sql_mode = '{mode}';\n{sql}"));
        nobody_migrates_meanwhile(&it, &Site { url: server.url(name), moments, run: &run });
    }
}

#[test]
fn a_script_has_the_lease_on_postgres() {
    let Some(server) = Postgres::start() else { return };
    let it = migrations("postgres");
    server.run("postgres", "CREATE DATABASE app").unwrap();
    let run = |sql: &str| server.run("app", sql);
    let site = Site { url: server.url("app"), moments: ["infinity", "-infinity"], run: &run };
    nobody_migrates_meanwhile(&it, &site);
}
