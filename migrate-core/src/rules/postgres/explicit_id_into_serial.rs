//! Numbers that a sequence gives out a second time.

use crate::command::{DataKind, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::every::unique;
use crate::rules::rebuild::after;
use crate::schema::Column;
use crate::sql::quote;

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
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Data(data) = &step.command.what else { return };
    let (Some(path), Some(table)) = (data.tables.first(), step.table()) else { return };
    if data.kind != DataKind::Insert || !data.values {
        return;
    }
    // In a column that no key makes unique, a number may come twice.
    let is_key = |column: &Column| {
        unique(table).iter().any(|key| matches!(key[..], [it] if it == column.name))
    };
    let numbered = |column: &Column| {
        let drawn = column.default.as_deref().is_some_and(|it| it.starts_with("nextval"));
        (drawn || column.identity.is_some()) && is_key(column)
    };
    let given = data.columns.iter().find(|it| table.column(&it.name).is_some_and(numbered));
    let text = data.text.to_ascii_lowercase();
    let drawn = ["nextval", "( default", ", default"].iter().any(|word| text.contains(word));
    let set_later = after(context, step).any(|later| match &later.command.what {
        What::Data(data) => data.calls.iter().any(|name| name == "setval"),
        What::AlterSequence { .. } => true,
        _ => context.text(later.command.span).to_ascii_lowercase().contains("restart"),
    });
    let Some(given) = given.filter(|_| !drawn && !set_later) else { return };
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
