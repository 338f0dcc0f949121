//! `drop-column`.

use crate::change::Change;
use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::finding::Finding;
use crate::replay::Step;
use crate::rule::outlook::Event;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::{listing, recipe};
use crate::schema::Name;
use crate::set::directive::dotted;

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
    if !is_gone || !known || is_new(context, step, table, &column.name) {
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
            "-- migrate: lossy({}, reason = \"unused since ...\")\n{};",
            dotted(&[&table.name, name]),
            recipe::action(context, step)
        ),
    );
    report.push(finding);
}

/// Whether nobody misses the column: it came with this migration, or it is computed and something else
/// has its name afterwards.
fn is_new(context: &Context<'_>, step: &Step<'_>, table: &Name, column: &str) -> bool {
    // A rebuild may have added it, which looks like a new table. Where every settled column is still
    // there, this one is none of them under another name.
    let settled = context.settled.tables.get(table);
    let surplus = settled.zip(step.table()).is_some_and(|(settled, now)| {
        settled.column(column).is_none()
            && settled.columns.iter().all(|it| now.column(&it.name).is_some())
    });
    let computed =
        step.table().and_then(|it| it.column(column)).is_some_and(|it| it.generated.is_some());
    let named = format!("{}.{column}", table.name);
    let mut later = context.later(step, Event::Column, &named).flat_map(|step| &step.changes);
    let mut provided = || {
        later.any(|change| match change {
            Change::RenameColumn { table: on, to, .. } => on == table && to == column,
            Change::AddColumn(on, added) => on == table && added.name == column,
            _ => false,
        })
    };
    context.is_new_column(table, column) || surplus || computed && provided()
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
        false => finding.note(format!("with it: {}", listing::and(&lost))),
    }
}
