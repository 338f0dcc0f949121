//! `mysql-non-innodb-engine`.

use crate::command::{TableChange, What};
use crate::dialect::Dialect;
use crate::finding::Edit;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::recipe;
use crate::sql::lexer;
use crate::sql::normal::unquoted;

/// A table without transactions.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M313",
    name: "mysql-non-innodb-engine",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "A table is kept by an engine without transactions: MyISAM, Aria, MEMORY, CSV and their kin.",
    why: "A failure halfway leaves half of the rows; foreign keys are accepted and ignored (measured on \
          MariaDB 10.11); MEMORY is empty after a restart.",
    instead: "Use InnoDB: leave `ENGINE` out.",
    bad: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE users (id bigint PRIMARY KEY) ENGINE = MyISAM;",
        "DROP TABLE users;",
    )],
    good: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE users (id bigint PRIMARY KEY) ENGINE = InnoDB;",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

const WITHOUT_TRANSACTIONS: [&str; 10] = [
    "myisam",
    "aria",
    "memory",
    "heap",
    "csv",
    "archive",
    "merge",
    "mrg_myisam",
    "blackhole",
    "federated",
];

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let engine = match &step.command.what {
        What::CreateTable(create) if !create.temporary => create.options.engine.as_deref(),
        What::AlterTable(alter) => match &alter.change {
            TableChange::SetOption { name, value } if name == "engine" => value.as_deref(),
            _ => None,
        },
        _ => None,
    };
    let Some(engine) = engine else { return };
    if !WITHOUT_TRANSACTIONS.iter().any(|it| it.eq_ignore_ascii_case(engine)) {
        return;
    }
    let table = step.target().map_or_else(String::new, |name| format!("`{name}`"));
    let mut finding = report
        .finding(context, step.command.span, format!("{engine} keeps {table} without transactions"))
        .note("a failure halfway leaves half of the rows, and foreign keys are ignored");
    if matches!(engine.to_ascii_lowercase().as_str(), "memory" | "heap") {
        finding = finding.note("after a restart of the server the table is empty");
    }
    let finding = finding.help("use InnoDB");
    report.push(match with_innodb(context, step, engine) {
        Some(sql) => finding.rewrite("instead", sql),
        None => finding,
    });
}

/// The whole statement with InnoDB; a table that is there and has another engine keeps its own.
fn with_innodb(context: &Context<'_>, step: &Step<'_>, engine: &str) -> Option<String> {
    let What::CreateTable(_) = &step.command.what else { return None };
    let span = recipe::statement(context, step);
    let text = context.text(span);
    let tokens = lexer::significant(text, context.target.dialect);
    let option = tokens.iter().rposition(|token| token.is_word(text, "ENGINE"))?;
    let value = tokens[option..]
        .iter()
        .find(|token| unquoted(token.text(text)).eq_ignore_ascii_case(engine))?;
    let span_of_value = value.span.shifted(span.start);
    let path = context.path.to_owned();
    let edit = Edit { path, span: span_of_value, text: "InnoDB".to_owned() };
    Some(format!("{};", recipe::edited(context, span, &edit)))
}
