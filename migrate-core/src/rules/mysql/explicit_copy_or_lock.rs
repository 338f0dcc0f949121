//! `mysql-explicit-copy-or-lock`.

use crate::command::{Ident, What};
use crate::dialect::Dialect;
use crate::finding::Edit;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::recipe;

/// Somebody asks for the slow way.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M307",
    name: "mysql-explicit-copy-or-lock",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "`ALGORITHM = COPY`, `LOCK = SHARED` or `LOCK = EXCLUSIVE`.",
    why: "With `COPY` and `SHARED` every write on the table waits until all rows are copied, with \
          `EXCLUSIVE` every read as well, even where the server knows a better way.",
    instead: "Ask for the best way that the action has, `ALGORITHM = INSTANT` or `ALGORITHM = INPLACE, \
              LOCK = NONE`: then the server refuses instead of falling back.",
    bad: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users ADD INDEX by_name (name), LOCK = SHARED;",
        "ALTER TABLE users DROP INDEX by_name;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50));")],
    good: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users ADD INDEX by_name (name), ALGORITHM = INPLACE, LOCK = NONE;",
        "ALTER TABLE users DROP INDEX by_name;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50));")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let (algorithm, lock) = match &step.command.what {
        What::AlterTable(alter) => (&alter.algorithm, &alter.lock),
        What::CreateIndex(create) => (&create.algorithm, &create.lock),
        What::DropIndexes(drop) => (&drop.algorithm, &drop.lock),
        _ => return,
    };
    let Some(table) = step.target().filter(|table| !context.is_new_table(table)) else { return };
    // Each action of a statement carries the clause; one finding is enough.
    let first = context.steps.iter().find(|other| other.statement == step.statement);
    if !first.is_some_and(|first| std::ptr::eq(first.command, step.command)) {
        return;
    }
    let asked: [(&str, &Option<Ident>, &[&str], &str); 2] = [
        ("ALGORITHM", algorithm, &["COPY"], "INPLACE"),
        ("LOCK", lock, &["SHARED", "EXCLUSIVE"], "NONE"),
    ];
    for (word, value, bad, better) in asked {
        let Some(value) = value.as_ref().filter(|value| bad.contains(&&*value.name)) else {
            continue;
        };
        let who = if value.name == "EXCLUSIVE" { "read or write" } else { "write to" };
        let mut finding = report
            .finding(
                context,
                value.span,
                format!("with {word} = {} nobody can {who} `{table}` while this runs", value.name),
            )
            .help("ask for the best way: the server refuses where there is none");
        // Where a copy is all there is, the server would refuse anything better.
        if context.impact(step).algorithm == Some("COPY") {
            report.push(finding);
            continue;
        }
        let edit =
            Edit { path: context.path.to_owned(), span: value.span, text: better.to_owned() };
        let sql = recipe::edited(context, recipe::statement(context, step), &edit);
        finding = finding.rewrite("instead", format!("{sql};"));
        if let Some(rewrite) = &mut finding.rewrite {
            rewrite.edits = vec![edit];
        }
        report.push(finding);
    }
}
