//! What the migrations do. Every ten of them tell the story of one feature of a service: two
//! tables, their indexes, columns that are added later and filled, a view.

use crate::Migration;

const NOUNS: [&str; 12] = [
    "account", "invoice", "order", "product", "shipment", "ticket", "message", "document",
    "campaign", "device", "contract", "payment",
];

/// How many migrations one feature takes.
const STORY: usize = 10;

pub(crate) fn migration(number: usize) -> Migration {
    let feature = (number - 1) / STORY;
    let names = Names::of(feature);
    let (what, up, down) = match (number - 1) % STORY {
        0 => create(&names, feature),
        1 => index(&names),
        2 => insert(&names),
        3 => add_column(&names),
        4 => backfill(&names),
        5 => create_detail(&names),
        6 => create_view(&names),
        7 => fill_detail(&names),
        8 => add_and_fill(&names),
        _ => unique_index(&names),
    };
    Migration { number, title: format!("{what}_{}", names.table), up, down }
}

struct Names {
    /// The feature's table.
    table: String,
    /// A table of an earlier feature that it refers to.
    parent: Option<String>,
}

impl Names {
    fn of(feature: usize) -> Self {
        let table = |feature: usize| format!("{}_{feature}", NOUNS[feature % NOUNS.len()]);
        let parent = feature.checked_sub(1).map(|before| table(before - before % 7));
        Self { table: table(feature), parent }
    }
}

type Scripts = (&'static str, String, String);

fn create(Names { table, parent }: &Names, feature: usize) -> Scripts {
    let reference = parent.as_ref().map_or_else(String::new, |parent| {
        format!("    parent_id INTEGER REFERENCES {parent} (id) ON DELETE SET NULL,\n")
    });
    let up = format!(
        "-- Feature {feature}.\nCREATE TABLE {table} (\n    id INTEGER PRIMARY KEY,\n{reference}    \
         code TEXT NOT NULL,\n    title TEXT NOT NULL DEFAULT '',\n    \
         quantity INTEGER NOT NULL DEFAULT 0 CHECK (quantity >= 0),\n    \
         state TEXT NOT NULL DEFAULT 'new',\n    \
         created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP\n);\n"
    );
    ("create", up, format!("DROP TABLE {table};\n"))
}

fn index(Names { table, .. }: &Names) -> Scripts {
    let up = format!(
        "CREATE INDEX {table}_code_idx ON {table} (code);\n\
         CREATE INDEX {table}_state_idx ON {table} (state, created_at DESC);\n"
    );
    ("index", up, format!("DROP INDEX {table}_state_idx;\nDROP INDEX {table}_code_idx;\n"))
}

fn insert(Names { table, .. }: &Names) -> Scripts {
    let rows: Vec<String> = (1..=4)
        .map(|row| format!("    ({row}, '{table}-{row}', 'The {row}. one; it''s a start', {row})"))
        .collect();
    let up =
        format!("INSERT INTO {table} (id, code, title, quantity) VALUES\n{};\n", rows.join(",\n"));
    ("seed", up, format!("DELETE FROM {table} WHERE id BETWEEN 1 AND 4;\n"))
}

fn add_column(Names { table, .. }: &Names) -> Scripts {
    let up = format!(
        "-- Who looks after it; empty until the people are imported.\n\
         ALTER TABLE {table} ADD COLUMN owner TEXT;\n"
    );
    ("add_owner_to", up, format!("ALTER TABLE {table} DROP COLUMN owner;\n"))
}

fn backfill(Names { table, .. }: &Names) -> Scripts {
    let up = format!(
        "UPDATE {table}\nSET owner = 'team-' || (id % 3)\nWHERE owner IS NULL AND state = 'new';\n"
    );
    ("backfill_owner_of", up, format!("UPDATE {table} SET owner = NULL;\n"))
}

fn create_detail(Names { table, .. }: &Names) -> Scripts {
    let up = format!(
        "CREATE TABLE {table}_line (\n    id INTEGER PRIMARY KEY,\n    \
         {table}_id INTEGER NOT NULL REFERENCES {table} (id) ON DELETE CASCADE,\n    \
         position INTEGER NOT NULL,\n    note TEXT,\n    price_cents INTEGER NOT NULL DEFAULT 0,\n    \
         UNIQUE ({table}_id, position)\n);\n"
    );
    ("create_lines_of", up, format!("DROP TABLE {table}_line;\n"))
}

fn create_view(Names { table, .. }: &Names) -> Scripts {
    let up = format!(
        "CREATE VIEW {table}_overview AS\n\
         SELECT t.id, t.code, t.owner, count(l.id) AS lines, sum(l.price_cents) AS total_cents\n\
         FROM {table} AS t\nLEFT JOIN {table}_line AS l ON l.{table}_id = t.id\n\
         GROUP BY t.id, t.code, t.owner;\n"
    );
    ("overview_of", up, format!("DROP VIEW {table}_overview;\n"))
}

fn fill_detail(Names { table, .. }: &Names) -> Scripts {
    let up = format!(
        "INSERT INTO {table}_line ({table}_id, position, note, price_cents)\n\
         SELECT id, 1, 'carried over', quantity * 100 FROM {table} WHERE quantity > 0;\n"
    );
    ("fill_lines_of", up, format!("DELETE FROM {table}_line WHERE note = 'carried over';\n"))
}

fn add_and_fill(Names { table, .. }: &Names) -> Scripts {
    let up = format!(
        "ALTER TABLE {table} ADD COLUMN updated_at TEXT;\n\
         UPDATE {table} SET updated_at = created_at;\n\
         CREATE INDEX {table}_updated_idx ON {table} (updated_at) WHERE updated_at IS NOT NULL;\n"
    );
    let down =
        format!("DROP INDEX {table}_updated_idx;\nALTER TABLE {table} DROP COLUMN updated_at;\n");
    ("add_updated_at_to", up, down)
}

fn unique_index(Names { table, .. }: &Names) -> Scripts {
    let up = format!(
        "-- Codes are typed by people: two that differ by case are one.\n\
         CREATE UNIQUE INDEX {table}_code_key ON {table} (lower(code)) WHERE state <> 'archived';\n"
    );
    ("unique_code_of", up, format!("DROP INDEX {table}_code_key;\n"))
}
