//! Names longer than the engine keeps them.

use crate::command::{Ident, NewColumn, TableChange, TableElement, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    code: "M254",
    name: "identifier-too-long",
    level: Level::Deny,
    dialects: Dialect::SERVERS,
    what: "A name is longer than the engine keeps it.",
    why: "PostgreSQL cuts names at 63 bytes and says nothing but a notice: the object has another \
          name than the file says, and two long names can become one. MySQL refuses more than 64 \
          characters. Measured on PostgreSQL 15.18 and 18.4; MySQL's manual, “Identifier Length \
          Limits”.",
    instead: "Give it a shorter name.",
    bad: &[Example::new(
        "postgres 14",
        "CREATE TABLE a_table_whose_name_goes_on_and_on_until_nobody_can_remember_it_all (\n    \
         id bigint PRIMARY KEY\n);",
        "DROP TABLE a_table_whose_name_goes_on_and_on_until_nobody_can_remember_it_all;",
    )],
    good: &[Example::new(
        "postgres 14",
        "CREATE TABLE short (id bigint PRIMARY KEY);",
        "DROP TABLE short;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let Some(limit) = context.target.dialect.longest_name() else { return };
    given(&step.command.what, &mut |span| {
        // The last part of a path is the name; its quotes are not part of it.
        let written = context.text(span);
        // Neither bytes nor characters can be more.
        if written.len() <= limit.most {
            return;
        }
        let name = written.rsplit('.').next().unwrap_or(written).trim_matches(['"', '`']);
        let length = limit.measure(name);
        if length > limit.most {
            let message = format!(
                "this name has {length} {unit}, and {engine} keeps {most}",
                unit = limit.unit,
                engine = context.target.engine(),
                most = limit.most
            );
            let kept: String = limit.kept(name).to_owned();
            let finding = report.finding(context, span, message);
            report.push(finding.help(format!("give it a shorter one than `{kept}…`")));
        }
    });
}

/// The places of the names that a command gives.
pub(super) fn given(what: &What, visit: &mut dyn FnMut(Span)) {
    match what {
        What::CreateTable(create) => {
            visit(create.name.span);
            for element in &create.elements {
                if let TableElement::Column(column) = element {
                    of_column(column, visit);
                }
            }
        }
        What::CreateIndex(create) => create.name.iter().for_each(|name| visit(name.span)),
        What::CreateView(create) => visit(create.name.span),
        What::CreateEnum { name, .. } => visit(name.span),
        What::CreateSequence(create) => visit(create.name.span),
        What::AlterTable(alter) => match &alter.change {
            TableChange::AddColumn { column, .. } => of_column(column, visit),
            TableChange::ReplaceColumn { column, .. } => of_column(column, visit),
            TableChange::RenameColumn { to, .. }
            | TableChange::RenameConstraint { to, .. }
            | TableChange::RenameIndex { to, .. } => of_ident(to, visit),
            TableChange::Rename(path) => visit(path.span),
            _ => {}
        },
        _ => {}
    }
}

fn of_column(column: &NewColumn, visit: &mut dyn FnMut(Span)) {
    of_ident(&column.name, visit);
}

fn of_ident(ident: &Ident, visit: &mut dyn FnMut(Span)) {
    visit(ident.span);
}
