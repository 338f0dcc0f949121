//! A table that an application uses, and the migration that changes it meanwhile.

use crate::{Dialect, Migration};

/// The first makes a table of `rows` accounts, and the second changes it.
#[must_use]
pub fn traffic(dialect: Dialect, rows: usize) -> Vec<Migration> {
    let (key, text) = (dialect.key(), dialect.text());
    let values: Vec<String> = (1..=rows).map(|id| format!("({id}, 100)")).collect();
    let make = format!(
        "CREATE TABLE account (\n    id {key},\n    balance INTEGER NOT NULL\n);\n\
         INSERT INTO account (id, balance) VALUES {};\n",
        values.join(", ")
    );
    let change = format!("ALTER TABLE account ADD COLUMN note {text};\n");
    let migration = |number, title: &str, up, down: &str| Migration {
        number,
        title: title.to_owned(),
        up,
        down: down.to_owned(),
    };
    vec![
        migration(1, "create_account", make, "DROP TABLE account;\n"),
        migration(2, "add_note", change, "ALTER TABLE account DROP COLUMN note;\n"),
    ]
}
