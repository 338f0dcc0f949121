//! `not-null-without-backfill`.

use crate::command::{DataKind, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::rebuild::precedes;
use crate::rules::{altered, value};

/// NULLs that are there are in the way.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M123",
    name: "not-null-without-backfill",
    level: Level::Warn,
    dialects: Dialect::SERVERS,
    what: "A column that accepted NULL becomes NOT NULL, and nothing fills the NULLs before.",
    why: "The statement fails when one row has NULL, which only production may have; outside MySQL's strict \
          mode it becomes 0 or an empty text.",
    instead: "Fill them first, in an earlier migration or outside of migrations.",
    bad: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users MODIFY age int NOT NULL DEFAULT 0;",
        "ALTER TABLE users MODIFY age int NULL DEFAULT NULL;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, age int);")],
    good: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users ADD COLUMN age int NOT NULL DEFAULT 0;",
        "ALTER TABLE users DROP COLUMN age;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for it in altered::columns(step) {
        let restores = it.restores(context, |one, other| one.nullable == other.nullable);
        if !it.before.nullable || it.after.nullable || it.is_new(context) || restores {
            continue;
        }
        let filled = context.steps.iter().filter(|other| precedes(other, step)).any(|other| {
            let What::Data(data) = &other.command.what else { return false };
            let same = other.target() == Some(it.table);
            let named =
                data.columns.iter().any(|one| one.name.eq_ignore_ascii_case(&it.before.name));
            same && (data.kind == DataKind::Delete || data.kind == DataKind::Update && named)
        });
        let checked = altered::is_checked(step, &it);
        if filled || checked {
            continue;
        }
        let (table, column) = (context.path_to(it.table), context.written(&it.before.name));
        let finding = report
            .finding(context, it.span, format!("this fails if one row has no `{}`", it.words()))
            .help("fill them first")
            .rewrite(
                "before this",
                format!(
                    "UPDATE {table} SET {column} = {} WHERE {column} IS NULL;",
                    value::first(&it.after.data_type)
                ),
            );
        report.push(finding);
    }
}
