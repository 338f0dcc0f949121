//! `drop-cascade`.

use crate::change::Change;
use crate::command::{DropIndexes, DropObjects, TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::{listing, recipe};
use crate::set::directive::dotted;

/// `CASCADE` takes more than what is named.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M105",
    name: "drop-cascade",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A `DROP … CASCADE` takes things with it that it does not name.",
    why: "`CASCADE` drops whatever depends on the thing: views, foreign keys, columns, defaults. \
          Nobody who reads the statement sees what that is, and on another database it may be more.",
    instead: "Drop the dependents by name, in their order, and leave `CASCADE` out: then the engine \
              refuses when there is more than you know of.",
    bad: &[Example::new(
        "postgres 15",
        "-- migrate: allow(drop-column, reason = \"unused\")\n\
         ALTER TABLE users DROP COLUMN phone CASCADE;",
        "ALTER TABLE users ADD COLUMN phone text; CREATE VIEW phones AS SELECT phone FROM users;",
    )
    .after(
        "CREATE TABLE users (id bigint PRIMARY KEY, phone text); \
         CREATE VIEW phones AS SELECT phone FROM users;",
    )],
    good: &[Example::new(
        "postgres 15",
        "-- migrate: allow(drop-object, reason = \"unused\")\nDROP VIEW phones;\n-- migrate: allow(drop-column, reason = \"unused\")\n\
         ALTER TABLE users DROP COLUMN phone;",
        "ALTER TABLE users ADD COLUMN phone text; CREATE VIEW phones AS SELECT phone FROM users;",
    )
    .after(
        "CREATE TABLE users (id bigint PRIMARY KEY, phone text); \
         CREATE VIEW phones AS SELECT phone FROM users;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    if !cascades(&step.command.what) {
        return;
    }
    let mut drops: Vec<(String, String)> =
        step.changes.iter().filter_map(|change| unnamed(context, step, change)).collect();
    drops.dedup();
    if drops.is_empty() && step.doubts.is_empty() {
        return;
    }
    let span = step.command.span;
    let (words, statements): (Vec<String>, Vec<String>) = drops.into_iter().unzip();
    let finding = match words.is_empty() {
        true => report.finding(context, span, "nobody can tell what this CASCADE takes with it"),
        false => report.finding(
            context,
            span,
            format!("this CASCADE also drops {}", listing::and(&words)),
        ),
    };
    let finding = finding
        .note("on a database where more depends on it, more goes")
        .help("drop by name what depends on it, and leave CASCADE out");
    let finding = match statements.is_empty() {
        true => finding,
        false => {
            let own = without_cascade(&recipe::action(context, step));
            finding.rewrite("by name", format!("{}\n{own};", statements.join("\n")))
        }
    };
    report.push(finding);
}

const fn cascades(what: &What) -> bool {
    match what {
        What::DropTables { cascade, .. } | What::DropViews { cascade, .. } => *cascade,
        What::DropIndexes(DropIndexes { cascade, .. })
        | What::DropObjects(DropObjects { cascade, .. }) => *cascade,
        What::AlterTable(alter) => matches!(
            alter.change,
            TableChange::DropColumn { cascade: true, .. }
                | TableChange::DropConstraint { cascade: true, .. }
        ),
        _ => false,
    }
}

/// What a change drops beside what the command names: in words, and as a statement.
fn unnamed(context: &Context<'_>, step: &Step<'_>, change: &Change) -> Option<(String, String)> {
    let is_named = |name| step.targets.contains(name);
    let path = |name| context.path_to(name);
    match change {
        Change::DropView(name) if !is_named(name) => {
            let stored = step.before.views.get(name).is_some_and(|view| view.materialized);
            let kind = if stored { "MATERIALIZED VIEW" } else { "VIEW" };
            let words = format!("{} `{name}`", kind.to_ascii_lowercase());
            Some((words, format!("DROP {kind} {};", path(name))))
        }
        Change::DropTable(name) if !is_named(name) => {
            Some((format!("table `{name}`"), format!("DROP TABLE {};", path(name))))
        }
        Change::DropColumn(table, column) if !is_named(table) => Some((
            format!("column `{table}.{column}`"),
            format!(
                "-- migrate: lossy({}, reason = \"...\")\nALTER TABLE {} DROP COLUMN {};",
                dotted(&[&table.name, column]),
                path(table),
                context.written(column)
            ),
        )),
        Change::DropConstraint(table, constraint) if !is_named(table) => {
            let name = constraint.name().unwrap_or_default();
            let sql =
                format!("ALTER TABLE {} DROP CONSTRAINT {};", path(table), context.written(name));
            Some((format!("constraint `{name}` of `{table}`"), sql))
        }
        Change::AlterColumn(table, column) if !is_named(table) => Some((
            format!("the default of `{table}.{}`", column.name),
            format!(
                "ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT;",
                path(table),
                context.written(&column.name)
            ),
        )),
        _ => None,
    }
}

fn without_cascade(sql: &str) -> String {
    let end = sql.trim_end().len().saturating_sub("cascade".len());
    match sql.get(end..) {
        Some(word) if word.trim_end().eq_ignore_ascii_case("cascade") => {
            sql[..end].trim_end().to_owned()
        }
        _ => sql.to_owned(),
    }
}
