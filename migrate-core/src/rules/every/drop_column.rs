//! `drop-column`.

use crate::change::Change;
use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::finding::Finding;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::listing;
use crate::schema::Name;

/// A column goes with its values.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M102",
    name: "drop-column",
    level: Level::Deny,
    dialects: Dialect::ALL,
    what: "A column that was there before this migration is dropped.",
    why: "Its values are gone: a down brings back an empty column. Code that is still running names \
          its columns (sqlx and Diesel list all of them) and fails from the moment this commits. \
          PostgreSQL also drops every index, check and key that mentions the column, without a word \
          (measured on 15 and 18).",
    instead: "Remove the column from the code, deploy that, and drop it in a later migration that \
              says `lossy(table.column, reason = \"...\")`.",
    bad: &[
        Example::new(
            "sqlite 3.45",
            "ALTER TABLE users DROP COLUMN phone;",
            "ALTER TABLE users ADD COLUMN phone TEXT;",
        )
        .after("CREATE TABLE users (id INTEGER PRIMARY KEY, phone TEXT);"),
        Example::new(
            "postgres 15",
            "ALTER TABLE users DROP COLUMN phone;",
            "ALTER TABLE users ADD COLUMN phone text;",
        )
        .after("CREATE TABLE users (id bigint PRIMARY KEY, phone text);"),
    ],
    good: &[Example::new(
        "sqlite 3.45",
        "ALTER TABLE users ADD COLUMN phone TEXT;",
        "ALTER TABLE users DROP COLUMN phone;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY);")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::DropColumn { column, .. } = &alter.change else { return };
    let Some(table) = step.target() else { return };
    let is_gone = step.changes.iter().any(|change| matches!(change, Change::DropColumn(..)));
    let known = step.table().is_none_or(|table| {
        table.columns.iter().any(|it| it.name.eq_ignore_ascii_case(&column.name))
    });
    if !is_gone || !known || context.is_new_column(table, &column.name) {
        return;
    }
    let name = &column.name;
    let finding = report
        .finding(context, column.span, format!("dropping `{table}.{name}` deletes its values"))
        .note("code that still names the column fails from the moment this commits")
        .note("the down can add the column again, and none of its values");
    let finding = with_casualties(finding, step, table);
    let finding = finding.help("remove it from the code, deploy that, and drop it later").rewrite(
        "once no running code names the column",
        format!(
            "-- migrate: lossy({}.{}, reason = \"unused since ...\")\nALTER TABLE {} DROP COLUMN {};",
            table.name,
            name,
            context.path_to(table),
            context.written(name)
        ),
    );
    report.push(finding);
}

/// What goes with the column without being named.
fn with_casualties(finding: Finding, step: &Step<'_>, of: &Name) -> Finding {
    let lost = step.changes.iter().filter_map(|change| match change {
        Change::DropIndex { name, .. } => Some(format!("index `{name}`")),
        Change::DropConstraint(_, constraint) => Some(
            constraint.name().map_or("a constraint".to_owned(), |it| format!("constraint `{it}`")),
        ),
        Change::DropView(name) => Some(format!("view `{name}`")),
        Change::DropSequence(name) => Some(format!("sequence `{name}`")),
        Change::DropTable(name) if name != of => Some(format!("table `{name}`")),
        _ => None,
    });
    let lost: Vec<String> = lost.collect();
    match lost.is_empty() {
        true => finding,
        false => finding.note(format!("{} go with it", listing::and(&lost))),
    }
}
