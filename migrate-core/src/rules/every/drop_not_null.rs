//! `drop-not-null`.

use crate::command::{TableChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::altered;

/// A value may be missing.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M117",
    name: "drop-not-null",
    level: Level::Warn,
    dialects: Dialect::SERVERS,
    what: "A column that was NOT NULL accepts NULL from now on.",
    why: "Code that is still running reads it into a type without NULL: the first row without a value is \
          an error of decoding, in sqlx and in Diesel.",
    instead: "Deploy code that reads it as an `Option` first.",
    bad: &[Example::new(
        "postgres 15",
        "ALTER TABLE users ALTER COLUMN age DROP NOT NULL;",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, age int NOT NULL);")],
    good: &[Example::new(
        "postgres 15",
        "ALTER TABLE users ADD COLUMN age int;",
        "ALTER TABLE users DROP COLUMN age;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    // What a `MODIFY` forgets is `mysql-modify-drops-attributes`.
    let forgets = matches!(&step.command.what, What::AlterTable(alter)
        if matches!(&alter.change, TableChange::ReplaceColumn { column, .. } if !column.explicit_null));
    if forgets {
        return;
    }
    for it in altered::columns(step) {
        let restores = it.restores(context, |one, other| one.nullable == other.nullable);
        if it.before.nullable || !it.after.nullable || restores || it.is_new(context) {
            continue;
        }
        let finding = report
            .finding(
                context,
                it.span,
                format!(
                    "code that reads `{}` without expecting NULL fails on the first one",
                    it.words()
                ),
            )
            .help("deploy code that reads it as an Option first");
        report.push(finding);
    }
}
