//! `mysql-add-foreign-key`.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::dialect::mysql::impact::sets_checks;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::Constraint;

/// A foreign key on a table that is in use.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M309",
    name: "mysql-add-foreign-key",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "A foreign key is added to a table that was there before this migration.",
    why: "The table is copied under a shared lock while each row is looked up in the other table: every \
          write waits (measured on MariaDB 10.11). The only fast way is `foreign_key_checks = 0`, and then \
          the rows that are there are never checked, not even afterwards. gh-ost cannot do it either.",
    instead: "Add it with the table, or in a window in which writes may wait; or enforce it in the code.",
    bad: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE posts ADD CONSTRAINT posts_author FOREIGN KEY (author) REFERENCES users (id);",
        "ALTER TABLE posts DROP FOREIGN KEY posts_author;",
    )
    .after(
        "CREATE TABLE users (id bigint PRIMARY KEY); \
            CREATE TABLE posts (id bigint PRIMARY KEY, author bigint, KEY posts_author (author));",
    )],
    good: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE posts (id bigint PRIMARY KEY, author bigint, \
         CONSTRAINT posts_author FOREIGN KEY (author) REFERENCES users (id));",
        "DROP TABLE posts;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::AddConstraint(new) = &alter.change else { return };
    let Constraint::ForeignKey(_) = &new.constraint else { return };
    let Some(table) = step.target().filter(|table| !context.is_new_table(table)) else { return };
    let earlier = context.steps.iter().filter(|it| it.statement < step.statement);
    if earlier.filter_map(|it| sets_checks(&it.command.what)).next_back() == Some(false) {
        return;
    }
    let parent = new.references.as_ref().map_or_else(String::new, |path| format!(" `{path}`"));
    let finding = report
        .finding(
            context,
            step.command.span,
            format!("this copies `{table}` and looks up every row in{parent}"),
        )
        .impact(&context.impact(step))
        .note("SET foreign_key_checks = 0 makes it fast, and leaves the rows that are there unchecked for good")
        .help("add it in a window in which writes may wait, and look for rows that break it first")
        .rewrite("the rows that would make it fail", orphans(context, step, new));
    report.push(finding);
}

fn orphans(context: &Context<'_>, step: &Step<'_>, new: &crate::command::NewConstraint) -> String {
    let Constraint::ForeignKey(key) = &new.constraint else { return String::new() };
    let (Some(table), Some(parent)) = (step.target(), &new.references) else {
        return String::new();
    };
    let pairs = key.columns.iter().zip(&key.referenced_columns);
    let on: Vec<String> = pairs
        .map(|(one, other)| format!("c.{} = p.{}", context.written(one), context.written(other)))
        .collect();
    let known: Vec<String> =
        key.columns.iter().map(|one| format!("c.{} IS NOT NULL", context.written(one))).collect();
    format!(
        "SELECT c.* FROM {} c\nWHERE {}\n  AND NOT EXISTS (SELECT 1 FROM {} p WHERE {});",
        context.path_to(table),
        known.join(" AND "),
        context.text(parent.span),
        on.join(" AND ")
    )
}
