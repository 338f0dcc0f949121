//! `lossy-type-change`.

use crate::command::{AlterTable, ColumnChange, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::{altered, attached, narrowing};

/// A column gets a type that does not hold all of its values.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M112",
    name: "lossy-type-change",
    level: Level::Deny,
    dialects: Dialect::SERVERS,
    what: "A column gets a type that cannot hold every value of the one before.",
    why: "Either the migration fails on the first value that does not fit, and only in production, \
          where that value is; or values are cut off without a word: in PostgreSQL with `USING \
          column::type` (measured on 15 and 18), in MySQL and MariaDB outside strict mode (measured on \
          MariaDB 10.11). No down brings them back.",
    instead: "Add a new column, fill it with what fits, deal with the rest, and drop the old one \
              later.",
    bad: &[
        Example::new(
            "postgres 15",
            "-- migrate: allow(alter-column-type-rewrite, reason = \"small table\")\n\
             ALTER TABLE users ALTER COLUMN name TYPE varchar(20);",
            "ALTER TABLE users ALTER COLUMN name TYPE varchar(50);",
        )
        .after("CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50));"),
        Example::new(
            "mysql 8.0",
            "-- migrate: allow(mysql-copy-algorithm, reason = \"small table\")\n\
             ALTER TABLE users MODIFY name varchar(20);",
            "-- migrate: allow(mysql-copy-algorithm, reason = \"small table\")\n\
             ALTER TABLE users MODIFY name varchar(50);",
        )
        .after("CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50));"),
    ],
    good: &[Example::new(
        "postgres 15",
        "ALTER TABLE users ALTER COLUMN name TYPE varchar(80);",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50));")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    for it in altered::columns(step).into_iter().filter(|it| !it.is_new(context)) {
        let (from, to) = (&it.before.data_type, &it.after.data_type);
        let Some(loss) = narrowing::loss(from, to) else { continue };
        let mut finding = report
            .finding(
                context,
                it.span,
                format!("`{}` goes from `{from}` to `{to}`: {loss}", it.words()),
            )
            .note(silently(&alter.change, &loss));
        finding = attached::noted(step, it.table, &it.before.name, finding);
        finding = finding.help("add a new column, fill it with what fits, and drop this one later");
        let (table, old) = (context.path_to(it.table), context.written(&it.before.name));
        let new = context.written(&format!("{}_new", it.before.name));
        finding = finding.rewrite(
            "first, beside it",
            format!(
                "ALTER TABLE {table} ADD COLUMN {new} {to};\n\
                 -- then, in batches, for the values that fit:\n\
                 -- UPDATE {table} SET {new} = {old} WHERE {new} IS NULL AND <a range of keys>;"
            ),
        );
        // What a down narrows was widened by its up: only what came since is lost.
        let restored = it.restores(context, |one, other| one.data_type == other.data_type);
        let is_down = context.direction == crate::set::name::Direction::Down;
        if is_down && restored {
            report.push_unless_down(context, finding);
        } else {
            report.push(finding);
        }
    }
}

fn silently(change: &TableChange, loss: &str) -> &'static str {
    match change {
        TableChange::AlterColumn { .. } if !loss.contains("do not fit") => {
            "the migration does that without a word, and no down brings back what it changed"
        }
        TableChange::AlterColumn { .. } if loss.contains("rounded") => {
            "the migration rounds without a word, and fails on the first value that does not fit"
        }
        TableChange::AlterColumn { change: ColumnChange::Type { using: Some(_), .. }, .. } => {
            "USING says what becomes of such values: a cast to a shorter type cuts them off without a \
             word, others fail on the first; no down brings back what it changed"
        }
        TableChange::AlterColumn { .. } => {
            "the migration fails on the first value that does not fit, which only production has"
        }
        _ => {
            "strict mode fails on the first value that does not fit; without it values are cut off \
             without a word"
        }
    }
}
