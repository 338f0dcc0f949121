//! Disks that are full, and files that may not be written.

use std::process::{Command, Stdio};

use migrate_tests::cargo_migrate;

use crate::{USERS, assert_said, said, two_migrations};

/// A migration that needs more room than the disk has.
const BIG: [(&str, &str); 2] = [
    (
        "20260103120000_fill.up",
        "CREATE TABLE filler (text TEXT);\n\
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)\n\
         INSERT INTO filler SELECT hex(zeroblob(1000)) FROM n;\n",
    ),
    ("20260103120000_fill.down", "DROP TABLE filler;\n"),
];

#[test]
fn a_full_disk_leaves_what_was_committed() {
    let it = migrate_tests::Crate::with(&[USERS, BIG].concat());
    it.write("disk/keep", "");
    // A namespace of its own, so that the mount goes with the process, and root is not needed.
    let script = "mount -t tmpfs -o size=400k tmpfs disk\n\
                  \"$0\" up --transaction each --database-url 'sqlite:disk/app.db?mode=rwc'\n\
                  code=$?\n\
                  \"$0\" status --database-url sqlite:disk/app.db\n\
                  exit $code";
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script])
        .arg(cargo_migrate())
        .current_dir(it.path())
        .stdin(Stdio::null())
        .env_remove("DATABASE_URL")
        .output();
    let output = output.unwrap_or_else(|error| panic!("`unshare` is not there: {error}"));
    let text = said(&output);
    assert!(text.contains("database or disk is full"), "{text}");
    assert_said!(it, "full_disk", output);
}

/// Half a script would be taken for a migration, and half a Cargo.toml is none.
#[test]
fn a_full_disk_keeps_no_half_of_a_file() {
    let it = migrate_tests::Crate::with(&USERS);
    it.write("disk/keep", "");
    let script = "mount -t tmpfs -o size=60k tmpfs disk && cp -r Cargo.toml src migrations disk && cd disk\n\
                  sed -i '/package.metadata.migrate/,/^$/d' Cargo.toml && cp Cargo.toml ../before.toml\n\
                  echo whole >schema.sql; dd if=/dev/zero of=filler bs=1k 2>/dev/null\n\
                  \"$0\" init --dialect sqlite; \"$0\" new 'add role' --dir migrations\n\
                  cmp Cargo.toml ../before.toml && cp ../Cargo.toml . && \"$0\" new 'add role'\n\
                  \"$0\" script -o schema.sql; cat schema.sql; ls migrations";
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script])
        .arg(cargo_migrate())
        .current_dir(it.path())
        .stdin(Stdio::null())
        .output();
    let text = said(&output.unwrap_or_else(|error| panic!("`unshare` is not there: {error}")));
    assert!(text.contains("No space left on device"), "{text}");
    assert!(!text.contains("differ:") && !text.contains("add_role.up.sql\n"), "{text}");
    let listed = "whole\n20260101120000_create_users.down.sql\n20260101120000_create_users.up.sql";
    assert!(text.contains(listed), "{text}");
}

#[test]
fn a_file_that_may_not_be_written_is_said_so() {
    let it = two_migrations();
    assert!(it.run_on_database(&["up", "--steps", "1"]).status.success());
    let read_only = ["--database-url", "sqlite:app.db?mode=ro"];
    assert_said!(it, "read_only", it.run(&[&["up"][..], &read_only].concat()));
    assert!(it.run(&[&["status"][..], &read_only].concat()).status.success());
}
