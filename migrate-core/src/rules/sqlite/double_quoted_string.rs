//! `sqlite-double-quoted-string`.

use crate::command::{CreateTable, NewColumn, TableChange, TableElement, What};
use crate::dialect::Dialect;
use crate::finding::Edit;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::sql::lexer::{self, TokenKind};
use crate::sql::{normal, quote};

/// A text in the quotes of names.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M411",
    name: "sqlite-double-quoted-string",
    level: Level::Warn,
    dialects: Dialect::ONLY_SQLITE,
    what: "A default stands in double quotes.",
    why: "Double quotes are for names. SQLite takes such a word for a text where it fits no name, which is \
          an old mistake that it cannot take back (<https://www.sqlite.org/quirks.html#dblquote>), and a \
          build of SQLite may switch it off: then the schema no longer loads.",
    instead: "Write texts in single quotes.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, state TEXT DEFAULT \"new\");",
        "DROP TABLE users;",
    )],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, state TEXT DEFAULT 'new');",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for column in columns(&step.command.what) {
        if column.column.default.is_none() {
            continue;
        }
        let text = context.text(column.span);
        let dialect = context.target.dialect;
        let tokens = lexer::significant(text, dialect);
        for pair in tokens.windows(2) {
            let [word, value] = pair else { continue };
            let quoted = value.kind == TokenKind::QuotedName && value.text(text).starts_with('"');
            if !(quoted && word.is_word(text, "DEFAULT")) {
                continue;
            }
            let span = value.span.shifted(column.span.start);
            let literal = quote::literal(&normal::unquoted(value.text(text)));
            let mut finding = report
                .finding(context, span, format!("{} is a name in double quotes", value.text(text)))
                .note("SQLite takes it for a text because no column has that name; other builds refuse it")
                .rewrite("with single quotes", format!("DEFAULT {literal}"));
            if let Some(rewrite) = &mut finding.rewrite {
                rewrite.edits = vec![Edit { path: context.path.to_owned(), span, text: literal }];
            }
            report.push(finding);
        }
    }
}

fn columns(what: &What) -> Vec<&NewColumn> {
    match what {
        What::CreateTable(create) => of_table(create),
        What::AlterTable(alter) => match &alter.change {
            TableChange::AddColumn { column, .. } => vec![column],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn of_table(create: &CreateTable) -> Vec<&NewColumn> {
    let columns = create.elements.iter().filter_map(|element| match element {
        TableElement::Column(column) => Some(&**column),
        _ => None,
    });
    columns.collect()
}
