//! `CREATE INDEX` that stops every write to the table.

use crate::change::Change;
use crate::command::{CreateIndex, What};
use crate::dialect::Dialect;
use crate::finding::Finding;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Name;
use crate::text::Span;

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
    bad: &[
        Example::new(
            "postgres 14",
            "CREATE INDEX users_email_idx ON users (email);",
            "-- migrate: no-transaction\nDROP INDEX CONCURRENTLY users_email_idx;",
        )
        .after(USERS),
        Example::new(
            "postgres 14",
            "CREATE INDEX ON events USING btree (kind) INCLUDE (at) WHERE kind > 1;",
            "DROP INDEX events_kind_at_idx;",
        )
        .after(
            "CREATE TABLE events (at date NOT NULL, kind integer) PARTITION BY RANGE (at);\n\
             CREATE TABLE events_2026 PARTITION OF events\n    \
             FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
        ),
    ],
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
        on_partitions(context, step, create, finding)
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
fn on_partitions(
    context: &Context<'_>,
    step: &Step<'_>,
    create: &CreateIndex,
    finding: Finding,
) -> Finding {
    let table = context.text(create.table.span);
    let finding = finding
        .note(format!("`{table}` is partitioned, and CONCURRENTLY does not exist for those"));
    let Some(index) = step.changes.iter().find_map(|change| match change {
        Change::CreateIndex { name, .. } => Some(name),
        _ => None,
    }) else {
        return finding;
    };
    let span = recipe::statement(context, step);
    let rest = context.text(Span::new(create.table.span.end, span.end)).trim_end();
    let unique = if create.index.unique { "UNIQUE " } else { "" };
    let parent = context.written(index);
    let place = step.target().map_or("", |name| &name.namespace);
    let path = context.path_to(&Name::new(place, index.clone()));
    let mut parts = vec![format!("CREATE {unique}INDEX {parent} ON ONLY {table}{rest};")];
    let mut attached = Vec::new();
    for (at, partition) in partitions(context, step).iter().enumerate() {
        let child = Name::new(place, format!("{index}_{}", at + 1));
        parts.push(format!(
            "{}CREATE {unique}INDEX CONCURRENTLY {} ON {partition}{rest};",
            recipe::NO_TRANSACTION,
            context.written(&child.name)
        ));
        attached.push(format!("ALTER INDEX {path} ATTACH PARTITION {};", context.path_to(&child)));
    }
    parts.push(attached.join("\n"));
    finding.rewrite("in several migrations, one for each partition", parts.join("\n\n"))
}

/// The partitions that the model knows, or what stands for one.
fn partitions(context: &Context<'_>, step: &Step<'_>) -> Vec<String> {
    let below = step.target().map(|table| step.heirs.of(table)).unwrap_or_default();
    let is_part = |name: &&Name| {
        step.before.tables.get(name).is_some_and(|table| table.options.partition_of.is_some())
    };
    let known: Vec<String> =
        below.iter().filter(is_part).map(|name| context.path_to(name)).collect();
    if known.is_empty() { vec!["<partition>".to_owned()] } else { known }
}
