//! `mysql-copy-algorithm`.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::dialect::mysql::impact::{Algorithm, cost, is_expression, members};
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Constraint;

use super::tool::gh_ost;

/// An `ALTER` that copies the table while nobody may write.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M302",
    name: "mysql-copy-algorithm",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "An action of `ALTER TABLE` that the server cannot carry out while others write.",
    why: "Every row is copied, or read, under a shared lock: each INSERT, UPDATE and DELETE on the table \
          waits until it is done, and replicas do it again one after the other. Which actions these are \
          was measured on MariaDB 10.11 action by action; MySQL's manual says the same of them.",
    instead: "Add a new column and fill it in batches, or change the table with gh-ost, \
              pt-online-schema-change or spirit; or say why the table is small.",
    bad: &[
        Example::new(
            "mysql 8.0",
            "ALTER TABLE users MODIFY age bigint;",
            "ALTER TABLE users ALTER COLUMN age SET DEFAULT NULL;",
        )
        .after("CREATE TABLE users (id bigint PRIMARY KEY, age int);"),
        Example::new(
            "mariadb 10.11",
            "ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18);",
            "-- migrate: allow(drop-constraint, reason = \"it came with the up\")\n\
             ALTER TABLE users DROP CONSTRAINT adult;",
        )
        .after("CREATE TABLE users (id bigint PRIMARY KEY, age int);"),
    ],
    good: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users ADD COLUMN age int, ALGORITHM = INSTANT;",
        "ALTER TABLE users DROP COLUMN age;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let Some(table) = step.target() else { return };
    if context.is_new_table(table) || has_own_rule(step, alter) || earlier_copies(context, step) {
        return;
    }
    let cost = cost(step, alter, context.target);
    if cost.algorithm != Algorithm::Copy && !cost.shared {
        return;
    }
    let reason = if cost.because.is_empty() { "" } else { ", because " };
    let message = match cost.algorithm {
        Algorithm::Copy => format!("this copies `{table}`{reason}{}", cost.because),
        _ => format!("nobody can write to `{table}` while this runs{reason}{}", cost.because),
    };
    let finding = report
        .finding(context, step.command.span, message)
        .impact(&context.impact(step))
        .note("replicas repeat it, one after the other, and lag behind meanwhile")
        .help("change the table with gh-ost, pt-online-schema-change or spirit, or beside it:")
        .rewrite("beside the table's use", rewrite(context, step, alter))
        .assumption(context);
    report.push(finding);
}

/// Whether another rule is about just this action.
fn has_own_rule(step: &Step<'_>, alter: &AlterTable) -> bool {
    match &alter.change {
        TableChange::ConvertCharset { .. } | TableChange::Partition { .. } => true,
        TableChange::AddConstraint(new) => matches!(new.constraint, Constraint::ForeignKey(_)),
        TableChange::AddColumn { column, .. } => {
            column.column.default.as_deref().is_some_and(is_expression)
                && column.column.generated.is_none()
        }
        TableChange::SetOption { name, .. } => name == "engine",
        TableChange::ReplaceColumn { old, column, .. } => {
            let before = step.table().and_then(|table| table.column(&old.name));
            let before = before.and_then(|column| members(&column.data_type));
            let after = members(&column.column.data_type);
            before.zip(after).is_some_and(|(before, after)| !after.starts_with(&before))
        }
        TableChange::DropConstraint { .. } => false,
        _ => alter.algorithm.as_ref().is_some_and(|it| it.name == "COPY"),
    }
}

/// Whether an earlier action of the same statement copies the table: then this one goes along.
fn earlier_copies(context: &Context<'_>, step: &Step<'_>) -> bool {
    use crate::command::What;
    context.steps.iter().any(|other| {
        other.statement == step.statement
            && other.command.span.start < step.command.span.start
            && matches!(&other.command.what, What::AlterTable(alter)
                if !has_own_rule(other, alter)
                    && cost(other, alter, context.target).algorithm == Algorithm::Copy)
    })
}

fn rewrite(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable) -> String {
    let table = step.target().map_or_else(String::new, |name| context.path_to(name));
    if let TableChange::ReplaceColumn { old, column, .. } = &alter.change {
        let mut added = column.column.clone();
        added.name = format!("{}_new", column.name.name);
        added.nullable = true;
        let (old, new) = (context.written(&old.name), context.written(&added.name));
        let definition = crate::dialect::mysql::render::column(&added);
        return format!(
            "ALTER TABLE {table} ADD COLUMN {definition}, ALGORITHM = INSTANT;\n\
             -- then, in batches, while the code writes both:\n\
             -- UPDATE {table} SET {new} = {old} WHERE {new} IS NULL AND <a range of keys>;"
        );
    }
    let name = step.target().map_or("", |name| &name.name);
    gh_ost(name, context.text(step.command.span))
}
