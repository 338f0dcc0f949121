//! `mysql-implicit-commit`.

use crate::command::{DataKind, Transaction, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// A transaction that is none.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M303",
    name: "mysql-implicit-commit",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "A statement that commits by itself stands in a transaction, or beside changes of rows.",
    why: "`CREATE`, `ALTER`, `DROP`, `RENAME`, `TRUNCATE`, `GRANT`, `ANALYZE` and their kin commit what \
          went before, and no `ROLLBACK` takes them back (measured on MariaDB 10.11 for 15 statements; \
          `CREATE TEMPORARY TABLE` alone does not). When a later statement of the migration fails, the \
          rows stay changed and the schema does, too.",
    instead: "Write the changes of rows into a migration of their own, and leave `START TRANSACTION` \
              out.",
    bad: &[Example::new(
        "mysql 8.0",
        "UPDATE users SET name = 'none' WHERE name IS NULL;\n\
         ALTER TABLE users ADD COLUMN age int;",
        "ALTER TABLE users DROP COLUMN age;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50));")],
    good: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE kinds (id bigint PRIMARY KEY, name varchar(50));\n\
         INSERT INTO kinds (id, name) VALUES (1, 'one');",
        "DROP TABLE kinds;",
    )],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if in_own_transaction(context, report) || !context.transaction {
        return;
    }
    let rows = context.steps.iter().find(|step| changes_rows(context, step));
    let schema = context.steps.iter().find(|step| commits(step));
    let (Some(rows), Some(schema)) = (rows, schema) else { return };
    let (first, last) =
        if rows.statement < schema.statement { (rows, schema) } else { (schema, rows) };
    let finding = report
        .finding(
            context,
            last.command.span,
            "this does not happen together with what stands before it, although it looks so",
        )
        .also_at(context.path, first.command.span, "this stays when the other fails")
        .note("statements that change the schema commit by themselves")
        .help("write the changes of rows into a migration of their own");
    let text = context.text(statement(context, rows)).trim_end_matches(';').to_owned();
    report.push(finding.rewrite("in a migration of its own", format!("{text};")));
}

fn statement(context: &Context<'_>, step: &Step<'_>) -> crate::text::Span {
    context.statements.get(step.statement).map_or(step.command.span, |it| it.span)
}

/// Reports what commits between `START TRANSACTION` and its end.
fn in_own_transaction(context: &Context<'_>, report: &mut Report<'_>) -> bool {
    let (mut open, mut found) = (None, false);
    for step in context.steps {
        match &step.command.what {
            What::Transaction(Transaction::Begin) => open = Some(step.command.span),
            What::Transaction(Transaction::Commit | Transaction::Rollback) => open = None,
            _ if commits(step) => {
                let Some(begin) = open.take() else { continue };
                found = true;
                let finding = report
                    .finding(
                        context,
                        step.command.span,
                        "this commits the transaction it stands in",
                    )
                    .also_at(context.path, begin, "the transaction that begins here ends there")
                    .note("no ROLLBACK takes it back")
                    .help("leave START TRANSACTION out");
                report.push(finding);
            }
            _ => {}
        }
    }
    found
}

/// Whether a step commits by itself.
fn commits(step: &Step<'_>) -> bool {
    match &step.command.what {
        What::CreateTable(create) => !create.temporary,
        What::DropTables { temporary, .. } => !temporary,
        What::Data(data) => data.kind == DataKind::Truncate,
        What::Transaction(_) | What::Set(_) | What::Nothing | What::Opaque(_) => false,
        _ => true,
    }
}

/// Whether a step changes rows of a table that was there before.
fn changes_rows(context: &Context<'_>, step: &Step<'_>) -> bool {
    let What::Data(data) = &step.command.what else { return false };
    let writes = !matches!(data.kind, DataKind::Select | DataKind::Truncate);
    writes && step.target().is_some_and(|table| !context.is_new_table(table))
}
