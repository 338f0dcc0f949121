//! `drop-constraint`.

use crate::change::Change;
use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::listing;
use crate::schema::{Constraint, KeyColumn, Name};

/// A guarantee goes.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M108",
    name: "drop-constraint",
    level: Level::Warn,
    dialects: Dialect::ALL,
    what: "A key, a check or a reference is dropped and nothing as strong is added.",
    why: "From now on rows may break the rule that code relies on, and once some do, the down cannot \
          add the constraint again.",
    instead: "Add what takes its place in the same migration, or say why the guarantee is no longer \
              needed.",
    bad: &[Example::new(
        "postgres 15",
        "ALTER TABLE users DROP CONSTRAINT users_age_check;",
        "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;",
    )
    .after(
        "CREATE TABLE users (id bigint PRIMARY KEY, age int); \
            ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;",
    )],
    good: &[
        Example::new(
            "postgres 15",
            "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;",
            "ALTER TABLE users DROP CONSTRAINT users_age_check;",
        )
        .after("CREATE TABLE users (id bigint PRIMARY KEY, age int);"),
        Example::new(
            "postgres 15",
            "ALTER TABLE users DROP CONSTRAINT users_age_known;",
            "ALTER TABLE users ADD CONSTRAINT users_age_known CHECK (age IS NOT NULL) NOT VALID;",
        )
        .after(
            "CREATE TABLE users (id bigint PRIMARY KEY, age int NOT NULL); \
                ALTER TABLE users \
                ADD CONSTRAINT users_age_known CHECK (age IS NOT NULL) NOT VALID;",
        ),
    ],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::DropConstraint { .. } = &alter.change else { return };
    for change in &step.changes {
        let Change::DropConstraint(table, gone) = change else { continue };
        let settled = context.settled.tables.get(table);
        let is_settled = settled.is_some_and(|table| {
            table.constraints().iter().any(|constraint| constraint.name() == gone.name())
        });
        let replaced = |change: &Change| match change {
            Change::AddConstraint(on, added) => on == table && is_as_strong(added, gone),
            Change::CreateIndex { table: on, index, .. } => {
                let Constraint::Unique(key) = gone else { return false };
                on == table && index.unique && index.columns.len() == key.columns.len()
            }
            _ => false,
        };
        let is_needless = !is_settled || is_said_by_columns(step, table, gone);
        if is_needless || context.steps.iter().flat_map(|step| &step.changes).any(replaced) {
            continue;
        }
        let (what, loss) = words(table, gone);
        let finding = report
            .finding(context, step.command.span, format!("without {what}, {loss}"))
            .note("once one does, the down cannot add it again")
            .help("add what takes its place in this migration, or say why nobody relies on it");
        report.push(finding);
    }
}

/// Whether a check asks for nothing that a column does not ask for itself: `CHECK (role IS NOT NULL)`,
/// which made `SET NOT NULL` free and has done its work then.
fn is_said_by_columns(step: &Step<'_>, table: &Name, gone: &Constraint) -> bool {
    let Constraint::Check(check) = gone else { return false };
    let Some(table) = step.before.tables.get(table) else { return false };
    let mut columns = table.columns.iter().filter(|column| !column.nullable);
    columns.any(|column| check.expression == format!("{} is not null", column.name))
}

/// Whether `added` forbids what `gone` forbids.
fn is_as_strong(added: &Constraint, gone: &Constraint) -> bool {
    match (added, gone) {
        (Constraint::PrimaryKey(_), Constraint::PrimaryKey(_))
        | (Constraint::Exclusion(_), Constraint::Exclusion(_))
        | (Constraint::Check(_), Constraint::Check(_)) => true,
        (Constraint::Unique(one), Constraint::Unique(other)) => {
            let has = |key: &KeyColumn| other.columns.iter().any(|it| it.name == key.name);
            one.columns.iter().all(has)
        }
        (Constraint::PrimaryKey(one), Constraint::Unique(other)) => {
            one.columns.iter().all(|key| other.columns.iter().any(|it| it.name == key.name))
        }
        (Constraint::ForeignKey(one), Constraint::ForeignKey(other)) => {
            one.columns == other.columns
        }
        _ => false,
    }
}

fn words(table: &Name, gone: &Constraint) -> (String, String) {
    let columns = |columns: &[KeyColumn]| {
        listing::names(&columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>())
    };
    let name = gone.name().map_or_else(String::new, |name| format!(" `{name}`"));
    match gone {
        Constraint::PrimaryKey(key) => (
            format!("the primary key of `{table}`"),
            format!("rows may have the same {}", columns(&key.columns)),
        ),
        Constraint::Unique(key) => (
            format!("unique key{name}"),
            format!("rows of `{table}` may have the same {}", columns(&key.columns)),
        ),
        Constraint::Check(check) => {
            (format!("check{name}"), format!("rows of `{table}` may break `{}`", check.expression))
        }
        Constraint::ForeignKey(key) => (
            format!("foreign key{name}"),
            format!("rows of `{table}` may refer to nothing in `{}`", key.references),
        ),
        Constraint::Exclusion(_) => {
            (format!("exclusion constraint{name}"), format!("rows of `{table}` may overlap"))
        }
    }
}
