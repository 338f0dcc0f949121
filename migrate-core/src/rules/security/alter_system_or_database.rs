//! `alter-system-or-database`.

use crate::command::{SettingScope, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// Everybody's settings change.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M509",
    name: "alter-system-or-database",
    level: Level::Deny,
    dialects: Dialect::SERVERS,
    what: "`ALTER SYSTEM`, `ALTER DATABASE … SET`, `ALTER ROLE … SET`, `SET GLOBAL` or `SET PERSIST`.",
    why: "It changes the server or the database for everybody who uses it, other services included, until \
          somebody changes it back; nobody looks for that in a migration of one of them.",
    instead: "Set it where the server is configured, or for the session: `SET`.",
    bad: &[Example::new("mysql 8.0", "SET GLOBAL max_connections = 5;", "SELECT 1;")],
    good: &[Example::new(
        "mysql 8.0",
        "SET SESSION lock_wait_timeout = 5;\nCREATE TABLE users (id bigint PRIMARY KEY);",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Set(setting) = &step.command.what else { return };
    if setting.scope != SettingScope::Global {
        return;
    }
    let value = setting.value.as_deref().unwrap_or("DEFAULT");
    let finding = report
        .finding(
            context,
            step.command.span,
            format!("`{}` changes for everybody who uses the server or the database", setting.name),
        )
        .help("set it where the server is configured, or for the session")
        .rewrite("for the session", format!("SET {} = {value};", setting.name));
    report.push(finding);
}
