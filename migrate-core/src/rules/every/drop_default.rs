//! `drop-default`.

use crate::change::Change;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::outlook::Event;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::altered::{self, Altered};
use crate::sql::spelled::spelled;

/// Nobody fills the column any more.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M118",
    name: "drop-default",
    level: Level::Warn,
    dialects: Dialect::SERVERS,
    what: "A column loses its default.",
    why: "Code that inserts rows without it gets NULL from now on; where the column is NOT NULL it fails, \
          and the finding weighs as an error.",
    instead: "Deploy code that always writes a value first.",
    bad: &[Example::new(
        "postgres 15",
        "ALTER TABLE users ALTER COLUMN age DROP DEFAULT;",
        "ALTER TABLE users ALTER COLUMN age SET DEFAULT 0;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, age int DEFAULT 0);")],
    good: &[
        Example::new(
            "postgres 15",
            "ALTER TABLE users ALTER COLUMN age SET DEFAULT 0;",
            "ALTER TABLE users ALTER COLUMN age DROP DEFAULT;",
        )
        .after("CREATE TABLE users (id bigint PRIMARY KEY, age int);"),
        Example::new(
            "postgres 15",
            "ALTER TABLE users ALTER COLUMN age DROP DEFAULT;\n\
             ALTER TABLE users ALTER COLUMN age SET DEFAULT 1;",
            "ALTER TABLE users ALTER COLUMN age SET DEFAULT 0;",
        )
        .after("CREATE TABLE users (id bigint PRIMARY KEY, age int NOT NULL DEFAULT 0);"),
    ],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    use crate::command::{TableChange, What};
    // What a `MODIFY` forgets is `mysql-modify-drops-attributes`.
    let forgets = matches!(&step.command.what, What::AlterTable(alter)
        if matches!(alter.change, TableChange::ReplaceColumn { .. }));
    for it in altered::columns(step) {
        let Some(default) = it.before.default.as_ref().filter(|_| it.after.default.is_none())
        else {
            continue;
        };
        let numbered = it.after.identity.is_some() || it.after.generated.is_some();
        let restores = it.restores(context, |one, other| one.default == other.default);
        if forgets || numbered || restores || it.is_new(context) || comes_back(context, step, &it) {
            continue;
        }
        let outcome = if it.after.nullable { "gets NULL" } else { "fails" };
        let finding = report
            .finding(
                context,
                it.span,
                format!("code that inserts rows without `{}` {outcome} from now on", it.words()),
            )
            .note(format!("until now it got {}", spelled(default, context.target.dialect)))
            .help("deploy code that always writes a value first");
        let level = if it.after.nullable { Level::Warn } else { Level::Deny };
        let finding = report.weighing(level, finding);
        report.push(finding);
    }
}

/// Whether the rest of the script gives the column a default again, as around a change of its type.
fn comes_back(context: &Context<'_>, step: &Step<'_>, it: &Altered<'_>) -> bool {
    let named = format!("{}.{}", it.table.name, it.after.name);
    let mut later = context.later(step, Event::Column, &named).flat_map(|step| &step.changes);
    later.any(|change| match change {
        Change::AlterColumn(table, column) => {
            table == it.table && column.name == it.after.name && column.default.is_some()
        }
        _ => false,
    })
}
