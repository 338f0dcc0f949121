//! `insert-without-columns`.

use crate::command::{DataKind, What};
use crate::dialect::Dialect;
use crate::finding::Edit;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::recipe;
use crate::text::Span;

/// An insert by position.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M124",
    name: "insert-without-columns",
    level: Level::Warn,
    dialects: Dialect::ALL,
    what: "An `INSERT` that does not name its columns.",
    why: "Values go to columns by position. A database whose columns stand in another order, because one \
          was dropped and added again, gets them into the wrong ones.",
    instead: "Name the columns.",
    bad: &[Example::new(
        "sqlite 3.45",
        "INSERT INTO users VALUES (1, 'root');",
        "DELETE FROM users WHERE id = 1;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    good: &[Example::new(
        "sqlite 3.45",
        "INSERT INTO users (id, name) VALUES (1, 'root');",
        "DELETE FROM users WHERE id = 1;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let What::Data(data) = &step.command.what else { return };
    let named =
        !data.columns.is_empty() || data.text.to_ascii_lowercase().contains("default values");
    if data.kind != DataKind::Insert || named || data.outside.is_some() || data.tables.len() != 1 {
        return;
    }
    let (Some(path), Some(table)) = (data.tables.first(), step.target()) else { return };
    if context.is_new_table(table) {
        return;
    }
    let columns = step.table().map(|table| {
        let stored = table.columns.iter().filter(|column| column.generated.is_none());
        let names: Vec<String> = stored.map(|column| context.written(&column.name)).collect();
        names
    });
    let wrong = columns.as_ref().zip(data.arity).is_some_and(|(columns, arity)| {
        arity > columns.len() || context.target.wants_all_values() && arity != columns.len()
    });
    let mut finding = report
        .finding(context, path.span, format!("values go to the columns of `{table}` by position"))
        .help("name the columns");
    if let Some(columns) = columns {
        let names = format!(" ({})", columns.join(", "));
        let at = Span::new(path.span.end, path.span.end);
        let edit = Edit { path: context.path.to_owned(), span: at, text: names };
        let sql = recipe::edited(context, step.command.span, &edit);
        finding = finding.rewrite("with their names", format!("{};", sql.trim_end_matches(';')));
        let complete = data.arity == Some(columns.len());
        if let Some(rewrite) = finding.rewrite.as_mut().filter(|_| complete) {
            rewrite.edits = vec![edit];
        }
    }
    let finding = match wrong {
        true => report.weighing(Level::Deny, finding.note("and there are not as many as columns")),
        false => finding,
    };
    report.push(finding);
}
