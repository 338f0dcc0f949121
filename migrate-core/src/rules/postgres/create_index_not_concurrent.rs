//! `CREATE INDEX` that stops every write to the table.

use crate::command::{CreateIndex, What};
use crate::dialect::Dialect;
use crate::finding::Finding;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

use super::{USERS, recipe};

pub(super) static RULE: Rule = Rule {
    code: "M201",
    name: "create-index-not-concurrent",
    level: Level::Deny,
    dialects: Dialect::ONLY_POSTGRES,
    what: "An index is built while no row of its table can be written.",
    why: "CREATE INDEX takes SHARE on the table until the whole index is built: every INSERT, UPDATE \
          and DELETE waits, on a large table for minutes. Measured on PostgreSQL 15.18 and 18.4.",
    instead: "Build it with CREATE INDEX CONCURRENTLY, in a migration of its own that says \
              `-- migrate: no-transaction`. On a partitioned table, where that does not exist, \
              create the index ON ONLY the parent, build one on each partition concurrently, and \
              attach those.",
    bad: &[Example::new(
        "postgres 14",
        "CREATE INDEX users_email_idx ON users (email);",
        "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY users_email_idx;",
    )
    .after(USERS)],
    good: &[
        Example::new(
            "postgres 14",
            "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);",
            "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY users_email_idx;",
        )
        .after(USERS),
        Example::new(
            "postgres 14",
            "CREATE TABLE tags (id bigint PRIMARY KEY, label text);\n\
             CREATE INDEX tags_label_idx ON tags (label);",
            "DROP TABLE tags;",
        ),
    ],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateIndex(create) = &step.command.what else { return };
    let Some(table) = step.target() else { return };
    if create.concurrently || create.only || context.is_new_table(table) {
        return;
    }
    let finding = report
        .finding(
            context,
            step.command.span,
            format!("no row of `{table}` can be written while this index is built"),
        )
        .impact(&context.impact(step));
    let partitioned = step.table().is_some_and(|table| table.options.partition_by.is_some());
    report.push(if partitioned {
        on_partitions(context, create, finding)
    } else {
        concurrently(context, step, finding)
    });
}

fn concurrently(context: &Context<'_>, step: &Step<'_>, finding: Finding) -> Finding {
    let span = recipe::statement(context, step);
    let Some(edit) = recipe::insert(context, span, "INDEX", "CONCURRENTLY") else { return finding };
    let sql = format!("{}{};", recipe::NO_TRANSACTION, recipe::edited(context, span, &edit));
    let mut finding = finding.rewrite("in a migration of its own", sql);
    if let Some(rewrite) = finding.rewrite.as_mut().filter(|_| recipe::is_alone(context)) {
        rewrite.edits.push(edit);
        if context.transaction {
            rewrite.edits.insert(0, recipe::outside(context));
        }
    }
    finding
}

/// The parent of partitions takes no concurrent index; each partition does.
fn on_partitions(context: &Context<'_>, create: &CreateIndex, finding: Finding) -> Finding {
    let table = context.text(create.table.span);
    let index = create.name.as_ref().map_or("new_idx", |name| &name.name);
    let names = create.index.columns.iter().map(|part| match &part.key {
        crate::schema::IndexKey::Column(name) => context.written(name),
        crate::schema::IndexKey::Expression(text) => format!("({text})"),
    });
    let columns = names.collect::<Vec<_>>().join(", ");
    let unique = if create.index.unique { "UNIQUE " } else { "" };
    let (parent, child) = (context.written(index), context.written(&format!("{index}_1")));
    finding
        .note(format!("`{table}` is partitioned, and CONCURRENTLY does not exist for those"))
        .rewrite(
            "in three migrations, the second for each partition",
            format!(
                "CREATE {unique}INDEX {parent} ON ONLY {table} ({columns});\n\n\
                 {}CREATE {unique}INDEX CONCURRENTLY {child} ON <partition> ({columns});\n\n\
                 ALTER INDEX {parent} ATTACH PARTITION {child};",
                recipe::NO_TRANSACTION
            ),
        )
}
