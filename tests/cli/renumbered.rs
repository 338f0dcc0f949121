//! Migrations get other versions in the layouts of other tools.

use std::process::Command;

use migrate_tests::Crate;

use crate::branches::git;
use crate::said;

/// A layout with a migration that both branches have, one of the other branch, and one of this branch with
/// the files that it becomes; each with its text.
struct Case {
    layout: &'static str,
    theirs: Files,
    ours: Files,
    becomes: Files,
}

type Files = &'static [(&'static str, &'static str)];

const UP: &str = "CREATE TABLE b (id INTEGER);\n";
const DOWN: &str = "DROP TABLE b;\n";

const CASES: [Case; 7] = [
    Case {
        layout: "sqlx",
        theirs: &[("2_c.sql", "CREATE TABLE c (id INTEGER);\n")],
        ours: &[("2_Big b.sql", "-- no-transaction\nCREATE TABLE b (id INTEGER);\n")],
        becomes: &[(
            "3_Big b.sql",
            "-- no-transaction\n-- migrate: replaces(2_big_b)\nCREATE TABLE b (id INTEGER);\n",
        )],
    },
    Case {
        layout: "diesel",
        theirs: &[("2026-01-02-000000-0000_c/up.sql", "CREATE TABLE c (id INTEGER);\n")],
        ours: &[
            ("2026-01-01-120000-00ff_big-b/down.sql", DOWN),
            ("2026-01-01-120000-00ff_big-b/metadata.toml", "run_in_transaction = false\n"),
            ("2026-01-01-120000-00ff_big-b/up.sql", UP),
        ],
        becomes: &[
            ("NOW_big-b/down.sql", DOWN),
            ("NOW_big-b/metadata.toml", "run_in_transaction = false\n"),
            (
                "NOW_big-b/up.sql",
                "-- migrate: replaces(20260101120000.256_big_b)\nCREATE TABLE b (id INTEGER);\n",
            ),
        ],
    },
    Case {
        layout: "refinery",
        theirs: &[("V2__C.sql", "CREATE TABLE c (id INTEGER);\n")],
        ours: &[("U2__Big_b.down.sql", DOWN), ("U2__Big_b.sql", UP)],
        becomes: &[
            ("U3__Big_b.down.sql", DOWN),
            ("U3__Big_b.sql", "-- migrate: replaces(2_big_b)\nCREATE TABLE b (id INTEGER);\n"),
        ],
    },
    Case {
        layout: "golang-migrate",
        theirs: &[("000002_c.up.sql", "CREATE TABLE c (id INTEGER);\n")],
        ours: &[("000002_b-b.down.sql", DOWN), ("000002_b-b.up.sql", UP)],
        becomes: &[
            ("000003_b-b.down.sql", DOWN),
            (
                "000003_b-b.up.sql",
                "-- migrate: replaces(000002_b_b)\nCREATE TABLE b (id INTEGER);\n",
            ),
        ],
    },
    Case {
        layout: "goose",
        theirs: &[("00002_c.sql", "-- +goose Up\nCREATE TABLE c (id INTEGER);\n")],
        ours: &[(
            "00002_b.sql",
            "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE TABLE b (id INTEGER);\n\
             -- +goose Down\nDROP TABLE b;\n",
        )],
        becomes: &[(
            "00003_b.sql",
            "-- migrate: replaces(00002_b)\n-- +goose NO TRANSACTION\n-- +goose Up\n\
             CREATE TABLE b (id INTEGER);\n-- +goose Down\nDROP TABLE b;\n",
        )],
    },
    Case {
        layout: "dbmate",
        theirs: &[("2_c.sql", "-- migrate:up\nCREATE TABLE c (id INTEGER);\n")],
        ours: &[(
            "2_b.sql",
            "-- migrate:up transaction:false\nCREATE TABLE b (id INTEGER);\n\
             -- migrate:down\nDROP TABLE b;\n",
        )],
        becomes: &[(
            "3_b.sql",
            "-- migrate: replaces(2_b)\n-- migrate:up transaction:false\n\
             CREATE TABLE b (id INTEGER);\n-- migrate:down\nDROP TABLE b;\n",
        )],
    },
    Case {
        layout: "flyway",
        theirs: &[("V1.2__C.sql", "CREATE TABLE c (id INTEGER);\n")],
        ours: &[
            ("U1_2__Big_b.sql", DOWN),
            ("V1_2__Big_b.sql", UP),
            ("V1_2__Big_b.sql.conf", "executeInTransaction=false\n"),
        ],
        becomes: &[
            ("U1.3__Big_b.sql", DOWN),
            ("V1.3__Big_b.sql", "-- migrate: replaces(1.2_big_b)\nCREATE TABLE b (id INTEGER);\n"),
            ("V1.3__Big_b.sql.conf", "executeInTransaction=false\n"),
        ],
    },
];

fn commit(it: &Crate, files: Files) {
    for (file, text) in files {
        it.write(&format!("migrations/{file}"), text);
    }
    git(it, &["add", "--all"]);
    git(it, &["commit", "--quiet", "--message=x"]);
}

/// A repository whose branch `work` is checked out, with the migration of another branch to come.
fn branches(case: &Case) -> Crate {
    let it = Crate::with(&[]);
    let settings = format!(
        "{}layout = \"{}\"\npairing = \"optional\"\nsince = \"30000101000000\"\n",
        it.read("Cargo.toml"),
        case.layout
    );
    it.write("Cargo.toml", &settings).write(".gitignore", "*.db*\nCargo.lock\n");
    git(&it, &["init", "--quiet", "--initial-branch=main"]);
    commit(&it, &[]);
    git(&it, &["checkout", "--quiet", "-b", "work"]);
    git(&it, &["checkout", "--quiet", "main"]);
    commit(&it, case.theirs);
    git(&it, &["checkout", "--quiet", "work"]);
    commit(&it, case.ours);
    it
}

#[test]
fn names_and_texts_follow_each_layout() {
    for case in &CASES {
        let it = branches(case);
        let done = |arguments: &[&str]| {
            let output = it.run_on_database(arguments);
            assert!(output.status.success(), "{} {arguments:?}: {}", case.layout, said(&output));
            said(&output)
        };
        done(&["up"]);
        let transactions = outside(&it);
        let rebased = it.run(&["rebase", "main", "--applied", "replace"]);
        assert!(rebased.status.success(), "{}: {}", case.layout, said(&rebased));
        let mut found = it.files("migrations");
        found.retain(|file| file != "migrate.lock");
        assert!(case.ours.iter().all(|(file, _)| !found.iter().any(|it| it == file)), "{found:?}");
        // The version of diesel is a time.
        let now = match found[0].split_once("_big-b") {
            Some((now, _)) if case.layout == "diesel" => now.to_owned(),
            _ => String::new(),
        };
        let expected: Vec<(String, &str)> =
            case.becomes.iter().map(|(file, text)| (file.replace("NOW", &now), *text)).collect();
        assert_eq!(found, expected.iter().map(|it| it.0.clone()).collect::<Vec<_>>());
        for (file, text) in expected {
            assert_eq!(it.read(&format!("migrations/{file}")), text, "{}", case.layout);
        }
        assert_eq!(outside(&it), transactions, "{}", case.layout);
        git(&it, &["add", "--all"]);
        git(&it, &["commit", "--quiet", "--message=x"]);
        merged(&it);
        done(&["up"]);
        done(&["status", "--check"]);
    }
}

/// How many scripts run outside a transaction, as `script` says them.
fn outside(it: &Crate) -> usize {
    let script = it.run(&["show", "head", "--format", "json"]);
    assert!(script.status.success(), "{}", said(&script));
    said(&script).matches("\"transaction\": false").count()
}

/// The other branch comes in; what the lock files say is no matter here.
fn merged(it: &Crate) {
    let mut merge = Command::new("git");
    merge.args(["merge", "--quiet", "--no-edit", "--strategy-option=ours", "main"]);
    for role in ["AUTHOR", "COMMITTER"] {
        merge.env(format!("GIT_{role}_NAME"), "Nobody");
        merge.env(format!("GIT_{role}_EMAIL"), "nobody@example.org");
    }
    let output = merge.current_dir(it.path()).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
}
