//! `grant-all`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// More rights than anybody looked at.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M510",
    name: "grant-all",
    level: Level::Warn,
    dialects: Dialect::SERVERS,
    what: "All rights on all tables are granted, or rights that may be passed on.",
    why: "`ALL` includes rights that a service never needs, `TRUNCATE` and `TRIGGER` among them; `WITH \
          GRANT OPTION` lets a role give away what you meant for it alone.",
    instead: "Grant the rights that are needed, on the tables that need them.",
    bad: &[Example::new(
        "mysql 8.0",
        "GRANT ALL ON *.* TO app@localhost;",
        "REVOKE ALL ON *.* FROM app@localhost;",
    )],
    good: &[Example::new(
        "mysql 8.0",
        "GRANT SELECT ON users TO app@localhost;",
        "REVOKE SELECT ON users FROM app@localhost;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Grant(grant) = &step.command.what else { return };
    let on = grant.on.to_ascii_lowercase();
    let wide = on.contains("all tables") || on.contains("*.*") || on.contains("* . *");
    let everything = grant.privileges.iter().any(|it| it.starts_with("ALL")) && wide;
    if grant.revoke || !(everything || grant.grantable) {
        return;
    }
    let message = match everything {
        true => format!("every right on {} is granted", grant.on),
        false => "this right may be passed on to anybody".to_owned(),
    };
    let finding = report
        .finding(context, step.command.span, message)
        .help("grant the rights that are needed, on the tables that need them");
    report.push(finding);
}
