//! `prefer-bigint-key`.

use crate::change::Change;
use crate::command::{TableElement, What};
use crate::dialect::Dialect;
use crate::finding::Edit;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::recipe;

/// A key that runs out.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M135",
    name: "prefer-bigint-key",
    level: Level::Warn,
    dialects: Dialect::SERVERS,
    what: "A new table numbers its rows with 32 bits or fewer.",
    why: "The numbers end at 2,147,483,647, rows that were deleted and inserts that failed included; every \
          insert fails from then on, and a wider key means that the whole table, and each that refers to \
          it, is written anew.",
    instead: "Use `bigint`.",
    bad: &[
        Example::new(
            "postgres 15",
            "CREATE TABLE users (id serial PRIMARY KEY);",
            "DROP TABLE users;",
        ),
        Example::new(
            "mysql 8.0",
            "CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY);",
            "DROP TABLE users;",
        ),
    ],
    good: &[Example::new(
        "postgres 15",
        "CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateTable(create) = &step.command.what else { return };
    for change in &step.changes {
        let Change::CreateTable(_, table) = change else { continue };
        let Some(key) = &table.primary_key else { continue };
        let [only] = &key.columns[..] else { continue };
        let written = create.elements.iter().find_map(|element| match element {
            TableElement::Column(column) if column.name.name.eq_ignore_ascii_case(&only.name) => {
                Some(column)
            }
            _ => None,
        });
        let Some(new) = written.filter(|_| !create.temporary) else { continue };
        let numbered = new.serial || new.column.identity.is_some();
        let data_type = &new.column.data_type;
        let base = data_type.split(['(', ' ']).next().unwrap_or_default();
        let small = ["smallint", "integer", "int", "mediumint", "tinyint"].contains(&base);
        if !numbered || !small {
            continue;
        }
        let text = if new.serial { "bigserial" } else { "bigint" }.to_owned();
        let edit = Edit { path: String::new(), span: new.type_span, text };
        let wide = recipe::edited(context, new.span, &edit);
        let finding = report
            .finding(
                context,
                new.type_span,
                format!("`{}` runs out at 2,147,483,647 rows at the latest", new.name.name),
            )
            .help("use bigint")
            .rewrite("the column", wide);
        report.push(finding);
    }
}
