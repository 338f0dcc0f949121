//! `mysql-foreign-key-checks-off`.

use crate::change::Change;
use crate::dialect::Dialect;
use crate::dialect::mysql::impact::sets_checks;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Constraint;

/// References are not checked, perhaps never again.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M318",
    name: "mysql-foreign-key-checks-off",
    level: Level::Warn,
    dialects: Dialect::ONLY_MYSQL,
    what: "`foreign_key_checks` is switched off and not on again, or a foreign key is added meanwhile.",
    why: "Rows that are written or were there while it is off are never checked, not even when it is \
          switched on again (measured on MariaDB 10.11); and what is not switched on again stays off for \
          whatever uses the connection next.",
    instead: "Leave it on; or switch it on again in the same script and look for rows that refer to \
              nothing.",
    bad: &[Example::new(
        "mysql 8.0",
        "SET foreign_key_checks = 0;\nCREATE TABLE users (id bigint PRIMARY KEY);",
        "DROP TABLE users;",
    )],
    good: &[Example::new(
        "mysql 8.0",
        "SET foreign_key_checks = 0;\nCREATE TABLE users (id bigint PRIMARY KEY);\n\
         SET foreign_key_checks = 1;",
        "DROP TABLE users;",
    )],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut off = None;
    for step in context.steps {
        match sets_checks(&step.command.what) {
            Some(true) => off = None,
            Some(false) => off = Some(step.command.span),
            None => {}
        }
        let Some(since) = off else { continue };
        let unchecked = step.changes.iter().find_map(|change| match change {
            Change::AddConstraint(table, Constraint::ForeignKey(_)) => Some(table),
            _ => None,
        });
        if let Some(table) = unchecked.filter(|table| !context.is_new_table(table)) {
            let finding = report
                .finding(
                    context,
                    step.command.span,
                    format!("the rows of `{table}` are never checked against this"),
                )
                .also_at(context.path, since, "because checks are off from here on")
                .help("look for rows that refer to nothing before you rely on it");
            report.push(finding);
        }
    }
    if let Some(span) = off {
        let finding = report
            .finding(context, span, "foreign_key_checks is switched off and not on again")
            .help("switch it on again")
            .rewrite("at the end of the script", "SET foreign_key_checks = 1;");
        report.push(finding);
    }
}
