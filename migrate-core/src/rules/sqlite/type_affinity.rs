//! `sqlite-type-affinity`.

use crate::command::{NewColumn, TableChange, TableElement, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// A type whose name promises something else than SQLite does.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M414",
    name: "sqlite-type-affinity",
    level: Level::Warn,
    dialects: Dialect::ONLY_SQLITE,
    what: "A column for texts gets a type that SQLite takes for numbers.",
    why: "SQLite looks for parts of words in the name of a type \
          (<https://www.sqlite.org/datatype3.html#determination_of_column_affinity>): `STRING` has none of \
          them and becomes NUMERIC, so `'007'` is stored as 7 (measured on 3.40 and \
          3.54); `POINT` has `INT` in it.",
    instead: "Write `TEXT`.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, code STRING);",
        "DROP TABLE users;",
    )],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, code TEXT, born VARCHAR(10));",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

/// Names of types that people use for texts and that hold none of `CHAR`, `CLOB` and `TEXT`.
const TEXTS: [&str; 5] = ["STRING", "STR", "ENUM", "POINT", "INET"];

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for column in columns(&step.command.what) {
        let declared = column.column.data_type.to_ascii_uppercase();
        let base = declared.split('(').next().unwrap_or_default().trim();
        if !TEXTS.contains(&base) {
            continue;
        }
        let affinity = if base.contains("INT") { "INTEGER" } else { "NUMERIC" };
        let name = &column.name.name;
        let finding = report
            .finding(
                context,
                column.type_span,
                format!("`{base}` is {affinity} to SQLite: a text of digits in `{name}` becomes a number"),
            )
            .help("write TEXT")
            .rewrite("the column", format!("{} TEXT", context.written(name)));
        report.push(finding);
    }
}

fn columns(what: &What) -> Vec<&NewColumn> {
    match what {
        // A strict table refuses such types.
        What::CreateTable(create) if !create.options.strict => create
            .elements
            .iter()
            .filter_map(|element| match element {
                TableElement::Column(column) => Some(&**column),
                _ => None,
            })
            .collect(),
        What::AlterTable(alter) => match &alter.change {
            TableChange::AddColumn { column, .. } => vec![column],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
