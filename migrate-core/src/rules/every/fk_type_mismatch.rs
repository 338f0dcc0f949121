//! `fk-type-mismatch`.

use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Table;

use super::keys::{made, table_after};

/// A reference narrower than the key.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M139",
    name: "fk-type-mismatch",
    level: Level::Warn,
    dialects: Dialect::WITHOUT_IMPLIED_INDEXES,
    what: "A foreign key whose column has another type than the one it refers to.",
    why: "PostgreSQL allows `integer` to refer to `bigint` (measured on 15 and 18): once the key is beyond \
          2,147,483,647, rows that refer to it cannot be written. In SQLite a text and a number never \
          match.",
    instead: "Give both columns the same type.",
    bad: &[Example::new(
        "postgres 15",
        "CREATE TABLE posts (id bigint PRIMARY KEY, author int REFERENCES users (id));\n\
         CREATE INDEX posts_author ON posts (author);",
        "DROP TABLE posts;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users (id));\n\
         CREATE INDEX posts_author ON posts (author);",
        "DROP TABLE posts;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for (name, key) in made(step) {
        let (Some(table), Some(parent)) =
            (table_after(step, name), table_after(step, &key.references))
        else {
            continue;
        };
        let primary = parent.primary_key.iter().flat_map(|key| &key.columns).map(|part| &part.name);
        let referred: Vec<&String> = match &key.referenced_columns[..] {
            [] => primary.collect(),
            named => named.iter().collect(),
        };
        for (column, other) in key.columns.iter().zip(referred) {
            let (Some(one), Some(two)) = (kind(table, column), kind(parent, other)) else {
                continue;
            };
            if one == two {
                continue;
            }
            let finding = report
                .finding(
                    context,
                    step.command.span,
                    format!(
                        "`{name}.{column}` is {} and refers to {} `{}.{other}`",
                        one.words(),
                        two.words(),
                        key.references
                    ),
                )
                .help("give both columns the same type");
            report.push(finding);
        }
    }
}

/// What matters of a type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Integer(u32),
    Text,
    Uuid,
}

impl Kind {
    const fn words(self) -> &'static str {
        match self {
            Self::Integer(16) => "smallint",
            Self::Integer(32) => "integer",
            Self::Integer(_) => "a 64-bit integer",
            Self::Text => "text",
            Self::Uuid => "uuid",
        }
    }
}

/// SQLite's integers are all of one size: theirs are written in upper case.
fn kind(table: &Table, column: &str) -> Option<Kind> {
    let column = table.columns.iter().find(|it| it.name.eq_ignore_ascii_case(column))?;
    match column.data_type.split('(').next()?.trim_end() {
        "smallint" => Some(Kind::Integer(16)),
        "integer" => Some(Kind::Integer(32)),
        "bigint" | "INTEGER" | "INT" | "BIGINT" | "SMALLINT" => Some(Kind::Integer(64)),
        "text" | "character varying" | "character" | "TEXT" | "VARCHAR" | "CHAR" => {
            Some(Kind::Text)
        }
        "uuid" => Some(Kind::Uuid),
        _ => None,
    }
}
