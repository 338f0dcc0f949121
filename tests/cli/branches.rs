//! Two branches that both added migrations, in real repositories.

use std::process::{Command, Output};

use migrate_tests::Crate;

use crate::{assert_said, redacted, said};

/// The script of a table, up and down.
pub(crate) const BASE: [(&str, &str); 2] = [
    ("0001_users.up", "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n"),
    ("0001_users.down", "DROP TABLE users;\n"),
];
pub(crate) const TAGS: [(&str, &str); 2] = [
    ("0002_tags.up", "CREATE TABLE tags (id INTEGER);\n"),
    ("0002_tags.down", "DROP TABLE tags;\n"),
];
pub(crate) const VOTES: [(&str, &str); 2] = [
    ("0003_votes.up", "CREATE TABLE votes (id INTEGER);\n"),
    ("0003_votes.down", "DROP TABLE votes;\n"),
];
/// The same version as that of the tags.
const LIKES: [(&str, &str); 2] = [
    ("0002_likes.up", "CREATE TABLE likes (id INTEGER);\n"),
    ("0002_likes.down", "DROP TABLE likes;\n"),
];
const LOCK: &str = "migrations/migrate.lock";

type Scripts<'a> = &'a [(&'a str, &'a str)];

fn try_git(it: &Crate, arguments: &[&str]) -> Output {
    let mut git = Command::new("git");
    git.args(arguments).current_dir(it.path());
    for role in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{role}_NAME"), "Nobody");
        git.env(format!("GIT_{role}_EMAIL"), "nobody@example.org");
        git.env(format!("GIT_{role}_DATE"), "2026-01-05T12:00:00Z");
    }
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    git.output().unwrap()
}

pub(crate) fn git(it: &Crate, arguments: &[&str]) {
    let output = try_git(it, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
}

fn add(it: &Crate, scripts: Scripts<'_>) {
    for (name, text) in scripts {
        it.write(&format!("migrations/{name}.sql"), text);
    }
}

fn commit(it: &Crate) {
    git(it, &["add", "--all"]);
    git(it, &["commit", "--quiet", "--message=x"]);
}

/// Adds migrations and what `verify` writes of them.
fn commit_verified(it: &Crate, scripts: Scripts<'_>) {
    add(it, scripts);
    let output = it.run(&["verify"]);
    assert!(output.status.success(), "{}", said(&output));
    commit(it);
}

/// A repository whose branch `main` has `theirs` beyond the base, and whose branch `work`, which is
/// checked out, has `ours`.
pub(crate) fn branches(base: Scripts<'_>, ours: Scripts<'_>, theirs: Scripts<'_>) -> Crate {
    let it = Crate::with(&[]);
    it.write(".gitignore", "*.db*\nCargo.lock\n");
    git(&it, &["init", "--quiet", "--initial-branch=main"]);
    commit_verified(&it, base);
    git(&it, &["checkout", "--quiet", "-b", "work"]);
    git(&it, &["checkout", "--quiet", "main"]);
    if !theirs.is_empty() {
        commit_verified(&it, theirs);
    }
    git(&it, &["checkout", "--quiet", "work"]);
    if !ours.is_empty() {
        commit_verified(&it, ours);
    }
    it
}

fn exit(output: &Output) -> Option<i32> {
    output.status.code()
}

/// Begins a merge that stops in the lock file.
fn merge(it: &Crate) {
    let output = try_git(it, &["merge", "--quiet", "--no-edit", "main"]);
    assert_eq!(exit(&output), Some(1), "{}", said(&output));
    assert_eq!(exit(&it.run(&["check"])), Some(1), "nobody has looked");
}

/// Takes a database to a branch, and gives it a name of its own.
fn database_of(it: &Crate, branch: &str) -> String {
    git(it, &["checkout", "--quiet", branch]);
    let url = format!("sqlite:{branch}.db?mode=rwc");
    let output = it.run(&["up", "--database-url", &url]);
    assert!(output.status.success(), "{}", said(&output));
    url
}

/// What a database has, without the order in which it came.
fn schema(it: &Crate, url: &str) -> String {
    let output = it.run(&["schema", "dump", "--live", "--database-url", url]);
    assert!(output.status.success(), "{}", said(&output));
    let mut lines: Vec<String> = said(&output).split("\n\n").map(str::to_owned).collect();
    lines.sort();
    lines.join("\n")
}

/// Databases of either branch and of none go to one schema, and to nothing again.
fn all_go_forward(it: &Crate, urls: &[&str]) {
    let fresh = "sqlite:fresh.db?mode=rwc";
    let run = |arguments: &[&str], url: &str| {
        let output = it.run(&[arguments, &["--database-url", url]].concat());
        assert!(output.status.success(), "{arguments:?} {url}: {}", said(&output));
        said(&output)
    };
    run(&["up"], fresh);
    for url in urls {
        run(&["up"], url);
        run(&["status", "--check"], url);
        assert_eq!(schema(it, url), schema(it, fresh), "{url}");
        let again = run(&["up"], url);
        assert!(again.contains("Nothing to do") || again.contains("nothing"), "{again}");
        run(&["drift"], url);
    }
    for url in urls.iter().chain(&[fresh]) {
        run(&["down", "--all", "--yes"], url);
        run(&["up"], url);
        run(&["status", "--check"], url);
    }
}

/// What `docs/branches.md` tells a server to do before a merge.
fn steps_of_the_page() -> Vec<String> {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/branches.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, yaml) = page.split_once("```yaml\n").unwrap();
    let yaml = yaml.split("```").next().unwrap().lines();
    let steps: Vec<String> =
        yaml.filter_map(|line| Some(line.split_once("run: ")?.1.to_owned())).collect();
    assert!(!steps.is_empty());
    steps
}

#[test]
fn a_branch_is_checked_beside_another() {
    let it = branches(&BASE, &VOTES, &TAGS);
    assert_eq!(exit(&it.run(&["check", "--against", "main"])), Some(0), "it comes behind");
    git(&it, &["update-ref", "refs/remotes/origin/main", "main"]);
    for command in steps_of_the_page() {
        let words: Vec<&str> = command.split(' ').collect();
        let output = it.run(words.strip_prefix(&["cargo", "migrate"]).unwrap());
        assert_eq!(exit(&output), Some(0), "{command}: {}", said(&output));
    }
    let it = branches(&BASE, &TAGS, &VOTES);
    assert_said!(it, "against_late", it.run(&["check", "--against", "main"]));
    let json = ["check", "--against", "main", "--format", "json"];
    assert_said!(it, "against_late_json", it.run(&json));
    let github = ["check", "--against", "main", "--format", "github"];
    assert_said!(it, "against_late_github", it.run(&github));
    let it = branches(&BASE, &LIKES, &TAGS);
    assert_said!(it, "against_taken", it.run(&["check", "--against", "main"]));
    assert_eq!(exit(&it.run(&["check"])), Some(0), "by itself it is fine");
}

#[test]
fn what_another_branch_has_is_not_edited_or_removed() {
    let it = branches(&[BASE, TAGS].concat(), &[], &[]);
    it.write("migrations/0002_tags.up.sql", "CREATE TABLE tags (id INTEGER, name TEXT);\n");
    assert_said!(it, "against_edited", it.run(&["check", "--against", "main"]));
    it.write("migrations/0002_tags.up.sql", "-- words\nCREATE TABLE tags (id INTEGER);\n");
    let words = said(&it.run(&["check", "--against", "main"]));
    assert!(!words.contains("changed-since-shared"), "{words}");
    for way in ["up", "down"] {
        std::fs::remove_file(it.path().join(format!("migrations/0002_tags.{way}.sql"))).unwrap();
    }
    let removed = said(&it.run(&["check", "--against", "main"]));
    assert!(removed.contains("0002_tags is on main, and was removed here"), "{removed}");
    let it = branches(&BASE, &[], &TAGS);
    assert_eq!(exit(&it.run(&["check", "--against", "main"])), Some(0), "it never had it");
}

#[test]
fn another_branch_that_cannot_be_read_is_an_error_with_the_next_step() {
    let it = branches(&BASE, &[], &[]);
    assert_said!(it, "against_unknown", it.run(&["check", "--against", "origin/main"]));
    let unknown = said(&it.run(&["check", "--against", "nowhere"]));
    assert!(unknown.contains("git branch --all"), "{unknown}");
    let mut command = it.command(&["check", "--against", "main"]);
    let output = command.env("PATH", it.path()).env("CARGO", env!("CARGO")).output().unwrap();
    let none = said(&output);
    assert!(none.contains("git cannot be started") && none.contains("install git"), "{none}");
    git(&it, &["checkout", "--quiet", "--orphan", "alone"]);
    it.write("README.md", "another beginning\n");
    commit(&it);
    let alone = said(&it.run(&["check", "--against", "main"]));
    assert!(alone.contains("no commit in common"), "{alone}");
    let it = Crate::with(&BASE);
    assert_said!(it, "against_no_repository", it.run(&["check", "--against", "main"]));
}

/// A workspace in a repository, with the other layout.
#[test]
fn migrations_may_lie_deep_in_a_repository() {
    let it = Crate::nothing();
    it.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"a/app\"]\n");
    it.write(
        "a/app/Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
         [package.metadata.migrate]\ndialect = \"sqlite\"\n",
    );
    it.write("a/app/src/lib.rs", "");
    it.write("a/app/migrations/1_a/up.sql", "CREATE TABLE a (b INTEGER);\n");
    it.write("a/app/migrations/1_a/down.sql", "DROP TABLE a;\n");
    git(&it, &["init", "--quiet", "--initial-branch=main"]);
    commit(&it);
    it.write("a/app/migrations/1_a/up.sql", "CREATE TABLE a (c INTEGER);\n");
    let edited = said(&it.run(&["check", "--against", "main"]));
    assert!(edited.contains("1_a is another here than on main"), "{edited}");
}

#[test]
fn what_commutes_is_merged_and_every_database_goes_on() {
    let it = branches(&BASE, &TAGS, &VOTES);
    assert_said!(it, "merge_ahead", it.run(&["merge", "main"]));
    let (ours, theirs) = (database_of(&it, "work"), database_of(&it, "main"));
    git(&it, &["checkout", "--quiet", "work"]);
    merge(&it);
    assert_said!(it, "merge", it.run(&["merge"]));
    redacted(&it).bind(|| insta::assert_snapshot!("merge_lock_file", it.read(LOCK)));
    assert_said!(it, "merge_json", it.run(&["merge", "--format", "json"]));
    assert!(it.run(&["verify"]).status.success(), "the receipts are of both");
    assert!(it.read(LOCK).contains("beside = [\"0003\"]"), "a verification leaves it");
    commit(&it);
    assert_eq!(exit(&it.run(&["check", "--against", "main"])), Some(0), "it is known to be late");
    all_go_forward(&it, &[&ours, &theirs]);
}

#[test]
fn what_collides_is_explained() {
    let ours = [
        ("0002_index.up", "CREATE INDEX users_email ON users (email);\n"),
        ("0002_index.down", "DROP INDEX users_email;\n"),
    ];
    let theirs = [
        ("0003_mail.up", "ALTER TABLE users RENAME COLUMN email TO mail;\n"),
        ("0003_mail.down", "ALTER TABLE users RENAME COLUMN mail TO email;\n"),
    ];
    let it = branches(&BASE, &ours, &theirs);
    merge(&it);
    let before = it.read(LOCK);
    assert_said!(it, "merge_collides", it.run(&["merge"]));
    assert_said!(it, "merge_collides_markdown", it.run(&["merge", "--format", "markdown"]));
    assert_eq!(exit(&it.run(&["merge", "--keep"])), Some(1), "what is known is no doubt");
    assert_eq!(it.read(LOCK), before, "nothing is written");
}

#[test]
fn what_is_not_known_waits_for_a_person() {
    let write = |table: &'static str, value: &str| {
        let (up, down) = (format!("UPDATE users SET email = '{value}';\n"), "SELECT 1;\n");
        (table, up, down)
    };
    let ((ours, our_up, down), (theirs, their_up, _)) =
        (write("0002_a", "a"), write("0003_b", "b"));
    let (ours, theirs) = (
        [format!("{ours}.up"), format!("{ours}.down")],
        [format!("{theirs}.up"), format!("{theirs}.down")],
    );
    let lossy = |sql: &str| format!("-- migrate: lossy(users.email, reason = \"x\")\n{sql}");
    let (our_up, their_up) = (lossy(&our_up), lossy(&their_up));
    let ours = [(&*ours[0], &*our_up), (&*ours[1], down)];
    let theirs = [(&*theirs[0], &*their_up), (&*theirs[1], down)];
    let it = branches(&BASE, &ours, &theirs);
    merge(&it);
    assert_said!(it, "merge_unknown", it.run(&["merge"]));
    assert_eq!(exit(&it.run(&["merge", "--keep"])), Some(0));
    assert!(it.read(LOCK).contains("beside = [\"0003\"]"));
}

#[test]
fn a_merge_needs_another_branch() {
    let it = branches(&BASE, &TAGS, &VOTES);
    assert_said!(it, "merge_none", it.run(&["merge"]));
    let it = branches(&BASE, &LIKES, &TAGS);
    merge(&it);
    assert_said!(it, "merge_twice", it.run(&["merge"]));
}

#[test]
fn what_collides_gets_later_versions() {
    let ours = [
        ("0002_index.up", "CREATE INDEX users_email ON users (email);\n"),
        ("0002_index.down", "DROP INDEX users_email;\n"),
    ];
    let theirs = [
        (
            "0003_rename.up",
            "-- migrate: allow(rename-table, reason = \"nobody reads it\")\nALTER TABLE users RENAME TO people;\n",
        ),
        (
            "0003_rename.down",
            "-- migrate: allow(rename-table, reason = \"nobody reads it\")\nALTER TABLE people RENAME TO users;\n",
        ),
    ];
    let it = branches(&BASE, &ours, &theirs);
    let mine = database_of(&it, "work");
    merge(&it);
    assert_said!(it, "rebase_dry", it.run(&["rebase", "--dry-run"]));
    let named = ["--database-url", &*mine];
    assert_said!(it, "rebase_applied", it.run(&[&["rebase"], &named[..]].concat()));
    let replace = it.run(&[&["rebase", "--applied", "replace"], &named[..]].concat());
    assert!(said(&replace).contains("the order of the two branches matters"), "{}", said(&replace));
    let rollback = it.run(&[&["rebase", "--applied", "rollback"], &named[..]].concat());
    assert_said!(it, "rebase_rollback", rollback);
    assert!(!it.read("migrations/0004_index.up.sql").contains("replaces"));
    // Behind the other it is another migration, and the author has to write it so.
    it.write("migrations/0004_index.up.sql", "CREATE INDEX users_email ON people (email);\n");
    assert!(it.run(&["verify"]).status.success());
    commit(&it);
    let refused = said(&it.run(&[&["up"], &named[..]].concat()));
    assert!(refused.contains("is not in the set") && refused.contains("migrate down"), "{refused}");
    assert!(it.run(&[&["down", "--yes"], &named[..]].concat()).status.success());
    all_go_forward(&it, &[&mine]);
}

/// Projects that count give one number twice as soon as two branches add a migration.
#[test]
fn two_of_one_version_both_stay_and_every_database_goes_on() {
    let it = branches(&BASE, &LIKES, &[TAGS, VOTES].concat());
    let (ours, theirs) = (database_of(&it, "work"), database_of(&it, "main"));
    git(&it, &["checkout", "--quiet", "work"]);
    merge(&it);
    assert_eq!(exit(&it.run(&["check"])), Some(1));
    assert_said!(it, "rebase", it.run(&["rebase"]));
    assert_eq!(
        it.files("migrations").into_iter().filter(|it| it.contains("likes")).collect::<Vec<_>>(),
        ["0004_likes.down.sql", "0004_likes.up.sql"]
    );
    redacted(&it).bind(|| insta::assert_snapshot!("rebase_lock_file", it.read(LOCK)));
    assert!(
        it.read("migrations/0004_likes.up.sql").starts_with("-- migrate: replaces(0002_likes)")
    );
    assert!(it.run(&["verify"]).status.success());
    commit(&it);
    assert_eq!(exit(&it.run(&["check", "--against", "main"])), Some(0));
    let status = it.run(&["status", "--database-url", &ours]);
    assert_said!(it, "rebase_status", status);
    all_go_forward(&it, &[&ours, &theirs]);
    assert_eq!(exit(&it.run(&["rebase", "main"])), Some(0), "there is nothing left to do");
}

/// On a branch that has not met the other yet.
#[test]
fn a_branch_is_renumbered_before_it_is_merged() {
    let it = branches(&BASE, &TAGS, &VOTES);
    let (ours, theirs) = (database_of(&it, "work"), database_of(&it, "main"));
    git(&it, &["checkout", "--quiet", "work"]);
    assert_said!(it, "rebase_json", it.run(&["rebase", "main", "--format", "json"]));
    assert_eq!(exit(&it.run(&["check", "--against", "main"])), Some(0));
    assert!(it.run(&["verify"]).status.success());
    commit(&it);
    let forward = it.run(&["up", "--database-url", &ours]);
    assert!(forward.status.success(), "what it has counts: {}", said(&forward));
    let output = try_git(&it, &["merge", "--quiet", "--no-edit", "main"]);
    if !output.status.success() {
        assert!(it.run(&["merge"]).status.success());
    }
    assert!(it.run(&["verify"]).status.success());
    commit(&it);
    all_go_forward(&it, &[&ours, &theirs]);
    assert_said!(it, "rebase_nothing", it.run(&["rebase", "main"]));
}
