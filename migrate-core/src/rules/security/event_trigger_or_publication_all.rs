//! `event-trigger-or-publication-all`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::ObjectKind;

/// Something that holds for every table there is and will be.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M518",
    name: "event-trigger-or-publication-all",
    level: Level::Warn,
    dialects: Dialect::ONLY_POSTGRES,
    what: "An event trigger, or a publication `FOR ALL TABLES`.",
    why: "An event trigger runs at every change of any schema, this framework's own included, and one that \
          fails stops them all; a publication of all tables sends out those of later migrations as well, \
          whatever is in them. Both need a superuser.",
    instead: "Name the tables that are published; leave event triggers to whoever runs the server.",
    bad: &[Example::new(
        "postgres 15",
        "CREATE PUBLICATION feed FOR ALL TABLES;",
        "DROP PUBLICATION feed;",
    )],
    good: &[Example::new(
        "postgres 15",
        "CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE PUBLICATION feed FOR TABLE users;",
        "DROP PUBLICATION feed;\nDROP TABLE users;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateObject(object) = &step.command.what else { return };
    let span = step.command.span;
    let text = context.text(span).to_ascii_lowercase();
    let mut words = text.split_whitespace();
    let all = words.any(|word| word == "for") && words.next() == Some("all");
    let finding = match object.kind {
        ObjectKind::EventTrigger => report
            .finding(
                context,
                span,
                "this runs at every change of the schema, later migrations included",
            )
            .help("leave event triggers to whoever runs the server"),
        ObjectKind::Publication if all => report
            .finding(
                context,
                span,
                "this sends out every table, those of later migrations included",
            )
            .help("name the tables"),
        _ => return,
    };
    report.push(finding);
}
