//! `sqlite-add-column-limits`.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::dialect::sqlite::render::{self, is_literal};
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::{Column, Constraint, Table};

use super::foreign_keys::enforced;

/// A column that only an empty table takes.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M407",
    name: "sqlite-add-column-limits",
    level: Level::Deny,
    dialects: Dialect::ONLY_SQLITE,
    what: "A column is added that SQLite only accepts while the table is empty.",
    why: "`ADD COLUMN` of a stored generated column, of one whose default is no literal \
          (`CURRENT_TIMESTAMP`, an expression), or of a reference with a default while references are \
          enforced, fails as soon as the table has one row, and succeeds on an empty one: every test \
          database passes and production fails (measured on 3.40 and 3.54).",
    instead: "Add the column without it and set the values by an `UPDATE`, or rebuild the table.",
    bad: &[Example::new(
        "sqlite 3.45",
        "ALTER TABLE users ADD COLUMN created TEXT DEFAULT CURRENT_TIMESTAMP;",
        "ALTER TABLE users DROP COLUMN created;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY);")],
    good: &[Example::new(
        "sqlite 3.45",
        "ALTER TABLE users ADD COLUMN created TEXT DEFAULT '';",
        "ALTER TABLE users DROP COLUMN created;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY);")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddColumn { column: new, .. } = &alter.change else { return };
    let (Some(table), Some(before)) = (step.target(), step.table()) else { return };
    let column = &new.column;
    let refers = new
        .constraints
        .iter()
        .any(|constraint| matches!(constraint.constraint, Constraint::ForeignKey(_)));
    let problem = if column.generated.as_ref().is_some_and(|it| it.stored) {
        "a stored generated column"
    } else if column.default.as_deref().is_some_and(|text| !is_literal(text)) {
        "a default that is no literal"
    } else if refers && column.default.is_some() && enforced(context, step) {
        "a reference with a default"
    } else {
        return;
    };
    if context.is_new_table(table) {
        return;
    }
    let mut after: Table = before.clone();
    after.columns.push(column.clone());
    let finding = report
        .finding(
            context,
            new.name.span,
            format!("`{table}` takes {problem} only while it has no rows"),
        )
        .note("an empty test database does not show it; production fails")
        .help("add the column without it and fill it, or rebuild the table");
    let column_sql = simple(column);
    let rewrite = match column_sql {
        Some(sql) => {
            let (path, name) = (context.path_to(table), context.written(&column.name));
            let default = column.default.clone().unwrap_or_default();
            format!(
                "ALTER TABLE {path} ADD COLUMN {sql};\n\
                 UPDATE {path} SET {name} = ({default}) WHERE {name} IS NULL;\n\
                 -- and give {name} a value wherever rows are inserted"
            )
        }
        None => render::rebuild(&step.before, table, &after, &[]),
    };
    report.push(finding.rewrite("instead", rewrite));
}

/// The column without its default, where that can be said by an `UPDATE`.
fn simple(column: &Column) -> Option<String> {
    let has_default = column.default.is_some() && column.nullable && column.generated.is_none();
    let bare = Column { default: None, ..column.clone() };
    has_default.then(|| render::column(&bare, None, false))
}
