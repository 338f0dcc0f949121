//! `sqlite-int-primary-key`.

use crate::change::Change;
use crate::command::{TableElement, What};
use crate::dialect::Dialect;
use crate::dialect::sqlite::normalize::rowid_column;
use crate::finding::Edit;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// A key that is almost the rowid.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M415",
    name: "sqlite-int-primary-key",
    level: Level::Warn,
    dialects: Dialect::ONLY_SQLITE,
    what: "A primary key of one integer column whose type is not spelled `INTEGER`.",
    why: "Only `INTEGER PRIMARY KEY`, in so many letters, is the rowid \
          (<https://www.sqlite.org/lang_createtable.html#rowid>). `INT` or `BIGINT` makes a second index, \
          numbers nothing by itself and accepts NULL (measured on 3.40 and 3.54).",
    instead: "Write `INTEGER PRIMARY KEY`.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users (id INT PRIMARY KEY);",
        "DROP TABLE users;",
    )],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users (id INTEGER PRIMARY KEY);",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

const INTEGERS: [&str; 8] =
    ["INT", "BIGINT", "SMALLINT", "TINYINT", "MEDIUMINT", "INT2", "INT8", "UNSIGNED BIG INT"];

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::CreateTable(create) = &step.command.what else { return };
    for change in &step.changes {
        let Change::CreateTable(_, table) = change else { continue };
        let Some(key) = &table.primary_key else { continue };
        let ([only], None) = (&key.columns[..], rowid_column(table)) else { continue };
        let Some(column) = table.column(&only.name) else { continue };
        let declared = column.data_type.to_ascii_uppercase();
        let base = declared.split('(').next().unwrap_or_default().trim_end();
        if table.options.without_rowid || !INTEGERS.contains(&base) {
            continue;
        }
        let written = create.elements.iter().find_map(|element| match element {
            TableElement::Column(it) if it.name.name == column.name => Some(it),
            _ => None,
        });
        let span = written.map_or(create.name.span, |it| it.type_span);
        let name = context.written(&column.name);
        let mut finding = report
            .finding(
                context,
                span,
                format!("`{}` is not the rowid, because it is not spelled INTEGER", column.name),
            )
            .note("it numbers nothing by itself, accepts NULL and costs a second index")
            .rewrite("the rowid", format!("{name} INTEGER PRIMARY KEY"));
        if let (Some(rewrite), Some(it)) = (&mut finding.rewrite, written) {
            let text = "INTEGER".to_owned();
            rewrite.edits = vec![Edit { path: context.path.to_owned(), span: it.type_span, text }];
        }
        report.push(finding);
    }
}
