//! What the migrations do. Every ten of them tell the story of one feature of a service: two
//! tables, their indexes, columns that are added later and filled, a view.

use crate::{Dialect, Migration};

const NOUNS: [&str; 12] = [
    "account", "invoice", "order", "product", "shipment", "ticket", "message", "document",
    "campaign", "device", "contract", "payment",
];

/// How many migrations one feature takes.
const STORY: usize = 10;

pub(crate) fn migration(dialect: Dialect, number: usize) -> Migration {
    let feature = (number - 1) / STORY;
    let names = Names::of(dialect, feature);
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
    dialect: Dialect,
    /// The feature's table.
    table: String,
    /// A table of an earlier feature that it refers to.
    parent: Option<String>,
}

impl Names {
    fn of(dialect: Dialect, feature: usize) -> Self {
        let table = |feature: usize| format!("{}_{feature}", NOUNS[feature % NOUNS.len()]);
        let parent = feature.checked_sub(1).map(|before| table(before - before % 7));
        Self { dialect, table: table(feature), parent }
    }
}

type Scripts = (&'static str, String, String);

fn create(Names { dialect, table, parent }: &Names, feature: usize) -> Scripts {
    let (key, reference) = (dialect.key(), dialect.reference());
    let (text, moment) = (dialect.text(), dialect.moment());
    let column = parent.as_ref().map_or_else(String::new, |parent| {
        format!("    parent_id {reference} REFERENCES {parent} (id) ON DELETE SET NULL,\n")
    });
    let up = format!(
        "-- Feature {feature}.\nCREATE TABLE {table} (\n    id {key},\n{column}    \
         code {text} NOT NULL,\n    title TEXT NOT NULL DEFAULT '',\n    \
         quantity INTEGER NOT NULL DEFAULT 0 CHECK (quantity >= 0),\n    \
         state {text} NOT NULL DEFAULT 'new',\n    \
         created_at {moment} NOT NULL DEFAULT CURRENT_TIMESTAMP\n);\n"
    );
    ("create", up, format!("DROP TABLE {table};\n"))
}

fn index(Names { dialect, table, .. }: &Names) -> Scripts {
    let up = format!(
        "CREATE INDEX {table}_code_idx ON {table} (code);\n\
         CREATE INDEX {table}_state_idx ON {table} (state, created_at DESC);\n"
    );
    let drop = |index: &str| dialect.drop_index(&format!("{table}_{index}_idx"), table);
    ("index", up, drop("state") + &drop("code"))
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

fn backfill(Names { dialect, table, .. }: &Names) -> Scripts {
    let owner = dialect.joined("'team-'", "(id % 3)");
    let up =
        format!("UPDATE {table}\nSET owner = {owner}\nWHERE owner IS NULL AND state = 'new';\n");
    ("backfill_owner_of", up, format!("UPDATE {table} SET owner = NULL;\n"))
}

fn create_detail(Names { dialect, table, .. }: &Names) -> Scripts {
    let (key, reference) = (dialect.key(), dialect.reference());
    let up = format!(
        "CREATE TABLE {table}_line (\n    id {key},\n    \
         {table}_id {reference} NOT NULL REFERENCES {table} (id) ON DELETE CASCADE,\n    \
         position INTEGER NOT NULL,\n    note TEXT,\n    price_cents INTEGER NOT NULL DEFAULT 0,\n    \
         UNIQUE ({table}_id, position)\n);\n"
    );
    ("create_lines_of", up, format!("DROP TABLE {table}_line;\n"))
}

fn create_view(Names { table, .. }: &Names) -> Scripts {
    let up = format!(
        "CREATE VIEW {table}_overview AS\n\
         SELECT t.id, t.code, t.owner, count(l.id) AS line_count, sum(l.price_cents) AS total_cents\n\
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

fn add_and_fill(Names { dialect, table, .. }: &Names) -> Scripts {
    let moment = dialect.moment();
    let index = format!("CREATE INDEX {table}_updated_idx ON {table} (updated_at)");
    let index = dialect.partial(&index, "updated_at IS NOT NULL");
    let up = format!(
        "ALTER TABLE {table} ADD COLUMN updated_at {moment};\n\
         UPDATE {table} SET updated_at = created_at;\n{index};\n"
    );
    let drop = dialect.drop_index(&format!("{table}_updated_idx"), table);
    let down = format!("{drop}ALTER TABLE {table} DROP COLUMN updated_at;\n");
    ("add_updated_at_to", up, down)
}

fn unique_index(Names { dialect, table, .. }: &Names) -> Scripts {
    let code = dialect.in_small_letters("code");
    let index = format!("CREATE UNIQUE INDEX {table}_code_key ON {table} ({code})");
    let index = dialect.partial(&index, "state <> 'archived'");
    let up = format!("-- Codes are typed by people: two that differ by case are one.\n{index};\n");
    ("unique_code_of", up, dialect.drop_index(&format!("{table}_code_key"), table))
}
