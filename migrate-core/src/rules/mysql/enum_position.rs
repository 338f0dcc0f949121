//! `mysql-enum-position`.

use crate::command::AlterTable;
use crate::dialect::Dialect;
use crate::dialect::mysql::impact::members;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::{altered, listing};

/// The values of an ENUM or SET move.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M317",
    name: "mysql-enum-position",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "A value of an ENUM or SET is removed, or put anywhere but at the end.",
    why: "Rows hold the position of the value. When positions change, the table is copied while every \
          write waits (measured on MariaDB 10.11); rows with a value that is gone make it fail, or become \
          the empty text outside strict mode; and code that sorts or compares by position means something \
          else.",
    instead: "Add values at the end only, which is instant, and leave old ones in place.",
    bad: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users MODIFY state enum('new', 'waiting', 'active');",
        "-- migrate: allow(mysql-enum-position, reason = \"nothing waits\")\n\
         ALTER TABLE users MODIFY state enum('new', 'active');",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, state enum('new', 'active'));")],
    good: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users MODIFY state enum('new', 'active', 'gone');",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, state enum('new', 'active'));")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, _: &AlterTable, report: &mut Report<'_>) {
    for it in altered::columns(step).into_iter().filter(|it| !it.is_new(context)) {
        let (Some(old), Some(new)) = (members(&it.before.data_type), members(&it.after.data_type))
        else {
            continue;
        };
        if new.starts_with(&old) {
            continue;
        }
        let unquoted = |value: &&&str| value.trim_matches('\'').to_owned();
        let gone: Vec<String> =
            old.iter().filter(|value| !new.contains(value)).map(|it| unquoted(&it)).collect();
        let message = if gone.is_empty() {
            format!("values of `{}` move to other positions", it.words())
        } else {
            format!("`{}` loses {}", it.words(), listing::names(&gone))
        };
        let mut whole = old.clone();
        whole.extend(new.iter().filter(|value| !old.contains(value)));
        let kind = if it.after.data_type.starts_with("set") { "set" } else { "enum" };
        let mut column = it.after.clone();
        column.data_type = format!("{kind}({})", whole.join(", "));
        let finding = report
            .finding(context, it.span, message)
            .impact(&context.impact(step))
            .note("rows hold the position of the value, not its name")
            .help("add values at the end only, and leave old ones in place")
            .rewrite(
                "at the end; this is instant",
                format!(
                    "ALTER TABLE {} MODIFY {};",
                    context.path_to(it.table),
                    crate::dialect::mysql::render::column(&column)
                ),
            );
        // What a down takes away came with its up: only rows written since have it.
        let restored = it.restores(context, |one, other| one.data_type == other.data_type);
        let is_down = context.direction == crate::set::name::Direction::Down;
        let finding =
            if is_down && restored { report.weighing(Level::Warn, finding) } else { finding };
        report.push(finding);
    }
}
