//! Numbers that a sequence gives out a second time.

use crate::command::{DataKind, Ident, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::every::unique;
use crate::schema::Column;
use crate::sql::quote;
use crate::sql::words::has_letters;

pub(super) static RULE: Rule = Rule {
    code: "M269",
    name: "explicit-id-into-serial",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "Rows are inserted with numbers of their own into a column that a sequence numbers.",
    why: "The sequence does not know of them and gives the same numbers out again: the program's inserts \
          fail with a duplicate key, as many times as rows were inserted here.",
    instead: "Leave the column out, or set the sequence to the highest number afterwards.",
    bad: &[Example::new(
        "postgres 15",
        "INSERT INTO roles (id, name) VALUES (1, 'admin'), (2, 'guest');",
        "DELETE FROM roles WHERE id IN (1, 2);",
    )
    .after("CREATE TABLE roles (id bigserial PRIMARY KEY, name text);")],
    good: &[Example::new(
        "postgres 15",
        "INSERT INTO roles (id, name) VALUES (1, 'admin'), (2, 'guest');\n\
         SELECT setval(pg_get_serial_sequence('roles', 'id'), (SELECT max(id) FROM roles));",
        "DELETE FROM roles WHERE id IN (1, 2);",
    )
    .after("CREATE TABLE roles (id bigserial PRIMARY KEY, name text);")],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    // Once for the script, and not for each of the thousands of rows that it may insert.
    let mut last = None;
    for (at, step) in context.steps.iter().enumerate().filter(|(_, step)| step.failure.is_none()) {
        let Some(given) = given(step) else { continue };
        let last = *last.get_or_insert_with(|| {
            context.steps.iter().rposition(|step| sets_sequence(context, step))
        });
        if last.is_none_or(|last| last <= at) {
            reused(context, step, given, report);
        }
    }
}

fn sets_sequence(context: &Context<'_>, step: &Step<'_>) -> bool {
    match &step.command.what {
        What::Data(data) => data.calls.iter().any(|name| name == "setval"),
        What::AlterSequence { .. } => true,
        _ => context.text(step.command.span).to_ascii_lowercase().contains("restart"),
    }
}

/// The column with a number that its sequence does not know of.
fn given<'s>(step: &'s Step<'_>) -> Option<&'s Ident> {
    let What::Data(data) = &step.command.what else { return None };
    if data.kind != DataKind::Insert || !data.values {
        return None;
    }
    let table = step.table()?;
    // In a column that no key makes unique, a number may come twice.
    let is_key = |column: &Column| {
        unique(table).iter().any(|key| matches!(key[..], [it] if it == column.name))
    };
    let numbered = |column: &Column| {
        let drawn = column.default.as_deref().is_some_and(|it| it.starts_with("nextval"));
        (drawn || column.identity.is_some()) && is_key(column)
    };
    let given = data.columns.iter().find(|it| table.column(&it.name).is_some_and(numbered))?;
    let drawn =
        ["nextval", "( default", ", default"].iter().any(|word| has_letters(&data.text, word));
    (!drawn).then_some(given)
}

fn reused(context: &Context<'_>, step: &Step<'_>, given: &Ident, report: &mut Report<'_>) {
    let What::Data(data) = &step.command.what else { return };
    let Some(path) = data.tables.first() else { return };
    let (table, column) = (context.text(path.span), context.written(&given.name));
    let message = format!("the sequence behind `{}` will give these numbers out again", given.name);
    let finding = report
        .finding(context, given.span, message)
        .note("inserts that leave the column out then fail with a duplicate key")
        .rewrite(
            "behind it",
            format!(
                "SELECT setval(pg_get_serial_sequence({}, {}), (SELECT max({column}) FROM {table}));",
                quote::literal(table),
                quote::literal(&given.name)
            ),
        );
    report.push(finding);
}
