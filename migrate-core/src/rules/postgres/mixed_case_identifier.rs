//! Names with capital letters.

use super::identifier_too_long;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

pub(super) static RULE: Rule = Rule {
    code: "M266",
    name: "mixed-case-identifier",
    level: Level::Off,
    dialects: Dialect::ONLY_POSTGRES,
    what: "A name has capital letters in it.",
    why: "It must stand in quotes wherever it is used, in programs as well: without them PostgreSQL looks for the name in small letters.",
    instead: "Use small letters and underscores.",
    bad: &[Example::new(
        "postgres 14",
        "CREATE TABLE \"UserTags\" (id bigint PRIMARY KEY);",
        "DROP TABLE \"UserTags\";",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, email text);")],
    good: &[Example::new(
        "postgres 14",
        "CREATE TABLE user_tags (id bigint PRIMARY KEY);",
        "DROP TABLE user_tags;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY, email text);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    identifier_too_long::given(&step.command.what, &mut |span| {
        let written = context.text(span);
        let name = written.rsplit('.').next().unwrap_or(written);
        if name.starts_with('"') && name.contains(|letter: char| letter.is_uppercase()) {
            let message = format!("{name} must stand in quotes wherever it is used");
            report.push(report.finding(context, span, message));
        }
    });
}
