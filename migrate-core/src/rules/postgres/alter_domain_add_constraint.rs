//! `ALTER DOMAIN … ADD` that reads every table with a column of the domain.

use crate::command::{ObjectChange, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::ObjectKind;
use crate::sql::lexer;
use crate::text::Span;

use super::recipe;

const SCORES: &str = "CREATE DOMAIN score AS integer;\n\
                      CREATE TABLE games (id bigint PRIMARY KEY, result score);";

pub(super) static RULE: Rule = Rule {
    code: "M217",
    name: "alter-domain-add-constraint",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A domain gets a constraint that is tested in every table that uses it.",
    why: "It takes SHARE on each of those tables and reads it: nothing can be written to any of them \
          until all are read. Added NOT VALID it locks no table. Measured on PostgreSQL 15.18 and \
          18.4.",
    instead: "Add it NOT VALID and validate it in a later migration.",
    bad: &[Example::new(
        "postgres 14",
        "-- migrate: irreversible(reason = \"scores below zero make no sense\")\n\
         ALTER DOMAIN score ADD CONSTRAINT score_check CHECK (VALUE >= 0);",
        "",
    )
    .after(SCORES)],
    good: &[Example::new(
        "postgres 14",
        "-- migrate: irreversible(reason = \"scores below zero make no sense\")\n\
         ALTER DOMAIN score ADD CONSTRAINT score_check CHECK (VALUE >= 0) NOT VALID;",
        "",
    )
    .after(SCORES)],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::AlterObject(alter) = &step.command.what else { return };
    let ObjectChange::Other { text, .. } = &alter.change else { return };
    if alter.kind != ObjectKind::Domain {
        return;
    }
    let impact = context.impact(step);
    let tables = impact.work.iter().map(crate::impact::Work::table);
    let old: Vec<String> = tables
        .filter(|table| !context.is_new_table(table))
        .map(|table| format!("`{table}`"))
        .collect();
    if old.is_empty() {
        return;
    }
    let message = format!("nothing can be written to {} while its rows are tested", old.join(", "));
    let finding = report.finding(context, step.command.span, message).impact(&impact);
    let span = recipe::statement(context, step);
    let is_check = text.to_ascii_lowercase().starts_with("add");
    report.push(if is_check {
        let domain = context.text(alter.name.span);
        let (name, added) = named(context, step, span);
        let sql = format!(
            "ALTER DOMAIN {domain} ADD CONSTRAINT {name} {added} NOT VALID;\n\n\
             ALTER DOMAIN {domain} VALIDATE CONSTRAINT {name};"
        );
        finding.rewrite("in two migrations", sql)
    } else {
        finding.help("add a check (VALUE IS NOT NULL) NOT VALID instead, and validate it later")
    });
}

/// The name of the check that is added, or one for it, and what follows.
fn named<'a>(context: &Context<'a>, step: &Step<'_>, span: Span) -> (String, &'a str) {
    let text = context.text(span);
    let tokens = lexer::significant(text, context.target.dialect);
    let add = tokens.iter().position(|token| token.is_word(text, "ADD")).unwrap_or_default();
    let rest = |at: usize| tokens.get(at).map_or("", |token| &text[token.span.start..]);
    match tokens.get(add + 1) {
        Some(token) if token.is_word(text, "CONSTRAINT") => (
            tokens.get(add + 2).map_or_else(String::new, |it| it.text(text).to_owned()),
            rest(add + 3),
        ),
        _ => {
            let domain = step.target().map_or("", |name| &name.name);
            (context.written(&format!("{domain}_check1")), rest(add + 1))
        }
    }
}
