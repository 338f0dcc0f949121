//! `graph`: the schema, one migration, and the migrations as pictures.

use migrate_tests::Crate;

use crate::{assert_said, said, two_migrations};

/// A crate with a reference, a view, and a migration that changes a table.
fn shop() -> Crate {
    Crate::with(&[
        (
            "0001_users.up",
            "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);\n\
             CREATE VIEW emails AS SELECT email FROM users;\n",
        ),
        ("0001_users.down", "DROP VIEW emails;\nDROP TABLE users;\n"),
        (
            "0002_orders.up",
            "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id));\n",
        ),
        ("0002_orders.down", "DROP TABLE orders;\n"),
        ("0003_total.up", "ALTER TABLE orders ADD COLUMN total INTEGER;\n"),
        ("0003_total.down", "ALTER TABLE orders DROP COLUMN total;\n"),
    ])
}

#[test]
fn pictures_come_in_several_languages() {
    let it = shop();
    for format in ["text", "json", "markdown", "mermaid", "dot", "svg"] {
        let output = it.run(&["graph", "--format", format]);
        assert_said!(it, format!("graph_{format}"), output);
    }
    assert_said!(it, "graph_migration", it.run(&["graph", "total"]));
    assert_said!(it, "graph_migration_svg", it.run(&["graph", "total", "--format", "svg"]));
    for format in ["mermaid", "dot", "svg", "json"] {
        let output = it.run(&["graph", "--history", "--format", format]);
        assert_said!(it, format!("graph_history_{format}"), output);
    }
}

#[test]
fn a_picture_goes_into_a_file() {
    let it = shop();
    let written = it.run(&["graph", "--format", "svg", "-o", "schema.svg"]);
    assert_eq!(said(&written), "written schema.svg\n--- stderr\n\n--- exit 0");
    assert!(it.read("schema.svg").starts_with("<svg "));
    let svg = it.read("schema.svg");
    assert!(it.run(&["graph", "--format", "svg", "-o", "schema.svg"]).status.success());
    assert_eq!(it.read("schema.svg"), svg, "the same is drawn in the same way");
}

#[test]
fn other_commands_draw_nothing() {
    let it = two_migrations();
    assert_said!(it, "graph_format_elsewhere", it.run(&["check", "--format", "svg"]));
    let both = it.run(&["graph", "create", "--history"]);
    assert_eq!(both.status.code(), Some(2));
}
