//! `insert-or-replace`.

use crate::command::{Data, DataKind, Path, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::{dependents, listing, recipe};
use crate::text::Span;

/// An insert that deletes.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M120",
    name: "insert-or-replace",
    level: Level::Warn,
    dialects: Dialect::EMBEDDED_AND_MYSQL,
    what: "`REPLACE INTO` or `INSERT OR REPLACE` into a table that was there before this migration.",
    why: "It deletes the row that is in the way and inserts another one: columns that it does not name are \
          back at their defaults, and `ON DELETE CASCADE` takes the rows that refer to it.",
    instead: "Use `ON CONFLICT (key) DO UPDATE SET …` in SQLite, `ON DUPLICATE KEY UPDATE …` in MySQL.",
    bad: &[Example::new(
        "sqlite 3.45",
        "INSERT OR REPLACE INTO users (id, name) VALUES (1, 'root');",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    good: &[Example::new(
        "sqlite 3.45",
        "INSERT INTO users (id, name) VALUES (1, 'root')\n    \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name;",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Data(data) = &step.command.what else { return };
    let text = data.text.to_ascii_lowercase();
    let replaces = text.starts_with("replace") || text.starts_with("insert or replace");
    let Some(path) = data.tables.first().filter(|_| data.kind == DataKind::Insert && replaces)
    else {
        return;
    };
    let Some(table) = step.target().filter(|table| !context.is_new_table(table)) else { return };
    let mut finding = report
        .finding(context, path.span, format!("this deletes rows of `{table}` and inserts others"))
        .note("columns that it does not name are back at their defaults");
    let children = dependents::referring(&step.before, table);
    if !children.is_empty() {
        let children: Vec<String> = children.iter().map(ToString::to_string).collect();
        finding = finding.note(format!("rows of {} refer to them", listing::names(&children)));
    }
    let finding = finding.help("update the row that is in the way instead");
    report.push(match updating(context, step, data, path) {
        Some(sql) => finding.rewrite("instead", sql),
        None => finding,
    });
}

/// The same insert, updating the row that has its key.
fn updating(context: &Context<'_>, step: &Step<'_>, data: &Data, path: &Path) -> Option<String> {
    let table = step.table()?;
    let key = &table.primary_key.as_ref()?.columns;
    let is_key = |name: &str| key.iter().any(|part| part.name.eq_ignore_ascii_case(name));
    let columns: Vec<&str> = match &data.columns[..] {
        [] => table.columns.iter().map(|column| &*column.name).collect(),
        listed => listed.iter().map(|column| &*column.name).collect(),
    };
    let insert = context.text(Span::new(path.span.start, step.command.span.end));
    let insert = insert.trim_end_matches(';').trim_end();
    let embedded = Dialect::ONLY_SQLITE.contains(&context.target.dialect);
    let sets = columns.into_iter().filter(|name| !is_key(name)).map(|name| {
        let name = context.written(name);
        match embedded {
            true => format!("{name} = excluded.{name}"),
            false => format!("{name} = VALUES({name})"),
        }
    });
    let sets = sets.collect::<Vec<_>>().join(", ");
    let key = recipe::columns(context, key.iter().map(|part| &*part.name));
    // Behind a SELECT, SQLite takes ON for the beginning of a join's condition.
    match (sets.is_empty() || embedded && !data.values, embedded) {
        (true, _) => None,
        (_, true) => {
            Some(format!("INSERT INTO {insert}\n    ON CONFLICT ({key}) DO UPDATE SET {sets};"))
        }
        (_, false) => Some(format!("INSERT INTO {insert}\n    ON DUPLICATE KEY UPDATE {sets};")),
    }
}
