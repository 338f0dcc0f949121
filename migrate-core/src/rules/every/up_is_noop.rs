//! `up-is-noop`.

use crate::command::{TableChange, What};
use crate::dialect::Dialect;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::set::name::Direction;
use crate::sql::lexer;

/// An up that finds everything done.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M129",
    name: "up-is-noop",
    level: Level::Warn,
    dialects: Dialect::ALL,
    what: "An up whose statements change nothing, because all of them say `IF EXISTS` or `IF NOT EXISTS`.",
    why: "What it wants to make is there already, or what it wants to drop is not: the clause hides that an \
          earlier migration has it in another form, or under another name.",
    instead: "Leave the clause out, and see what the engine says; or remove the migration.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, name TEXT);",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY);")],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY);",
        "DROP TABLE users;",
    )],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let idle = context.steps.iter().all(|step| {
        let schema = matches!(
            step.command.what,
            What::CreateTable(_)
                | What::CreateIndex(_)
                | What::DropTables { .. }
                | What::DropIndexes(_)
                | What::DropViews { .. }
                | What::CreateView(_)
                | What::AlterTable(_)
        );
        let works = matches!(&step.command.what, What::AlterTable(alter)
            if matches!(alter.change, TableChange::Rebuild | TableChange::Other(_)));
        schema
            && !works
            && step.changes.is_empty()
            && step.failure.is_none()
            && step.doubts.is_empty()
    });
    let Some(first) = context.steps.first().filter(|_| idle && context.direction == Direction::Up)
    else {
        return;
    };
    let finding = report
        .finding(
            context,
            first.command.span,
            "this migration changes nothing: everything is there already",
        )
        .help("remove it, or what makes it pass in silence");
    let hides = lexer::significant(context.sql, context.target.dialect)
        .iter()
        .any(|token| token.is_word(context.sql, "EXISTS"));
    report.push(match hides {
        true => finding.note("IF EXISTS and IF NOT EXISTS hide what an earlier migration did"),
        false => finding,
    });
}
