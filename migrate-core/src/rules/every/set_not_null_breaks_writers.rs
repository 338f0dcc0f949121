//! `set-not-null-breaks-writers`.

use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::{altered, value};

/// Rows that were fine are refused.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M116",
    name: "set-not-null-breaks-writers",
    level: Level::Warn,
    dialects: Dialect::SERVERS,
    what: "A column that accepted NULL becomes NOT NULL and has no default.",
    why: "Code that is still running may insert rows without a value for it, and fails from the moment \
          this commits.",
    instead: "Deploy code that always writes a value first, or give the column a default.",
    bad: &[Example::new(
        "mysql 8.0",
        "UPDATE users SET age = 0 WHERE age IS NULL;\n\
         -- migrate: allow(mysql-implicit-commit, reason = \"a small table\")\n\
         ALTER TABLE users MODIFY age int NOT NULL;",
        "ALTER TABLE users MODIFY age int NULL;",
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
        let filled = it.after.default.is_some()
            || it.after.identity.is_some()
            || it.after.generated.is_some()
            || it.after.nullable
            || !it.before.nullable;
        let restores = it.restores(context, |one, other| one.nullable == other.nullable);
        // Where a check refuses NULL already, nobody writes it.
        if filled || restores || it.is_new(context) || altered::is_checked(step, &it) {
            continue;
        }
        let (table, column) = (context.path_to(it.table), context.written(&it.after.name));
        let finding = report
            .finding(
                context,
                it.span,
                format!("code that inserts rows without `{}` fails from now on", it.words()),
            )
            .help("deploy code that always writes a value first, or give the column a default")
            .rewrite(
                "a default, until all code writes it",
                format!(
                    "ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {};",
                    value::first(&it.after.data_type)
                ),
            );
        report.push(finding);
    }
}
