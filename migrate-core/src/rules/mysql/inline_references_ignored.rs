//! `mysql-inline-references-ignored`.

use crate::command::{NewColumn, TableChange, TableElement, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::sql::lexer::{self, Token};
use crate::sql::words::has_letters;
use crate::text::Span;

/// A reference that is read and forgotten.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M314",
    name: "mysql-inline-references-ignored",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "`REFERENCES` written with a column, on MySQL before 9.0.",
    why: "MySQL before 9.0 reads the clause and ignores it, without a warning \
          (<https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>). MariaDB since 10.5 \
          and MySQL since 9.0 make a foreign key of it (measured on MariaDB 10.11), so the same file makes \
          other schemas on other servers.",
    instead: "Write it as a constraint of the table: `FOREIGN KEY (a) REFERENCES t (b)`.",
    bad: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE posts (id bigint PRIMARY KEY, author bigint REFERENCES users (id));",
        "DROP TABLE posts;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    good: &[Example::new(
        "mysql 8.0",
        "CREATE TABLE posts (id bigint PRIMARY KEY, author bigint, \
         FOREIGN KEY (author) REFERENCES users (id));",
        "DROP TABLE posts;",
    )
    .after("CREATE TABLE users (id bigint PRIMARY KEY);")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    if context.target.is_mariadb || context.target.is_at_least(9, 0) {
        return;
    }
    let clauses: Vec<Clause<'_>> =
        columns(&step.command.what).into_iter().filter_map(|it| clause(context, it)).collect();
    for clause in &clauses {
        let message =
            format!("{} ignores this: `{}` refers to nothing", context.target, clause.column);
        let finding = report
            .finding(context, clause.span, message)
            .note("newer servers and MariaDB make a foreign key of it")
            .help("write it as a constraint of the table")
            .rewrite("as a constraint", rewritten(context, step, &clauses))
            .assumption(context);
        report.push(finding);
    }
}

/// A reference written with a column, from its first word to its last.
struct Clause<'a> {
    column: &'a str,
    span: Span,
}

fn clause<'a>(context: &Context<'_>, column: &'a NewColumn) -> Option<Clause<'a>> {
    let text = context.text(column.span);
    if !has_letters(text, "references") {
        return None;
    }
    let tokens = lexer::significant(text, context.target.dialect);
    let first = tokens.iter().position(|token| token.is_word(text, "REFERENCES"))?;
    let listed = tokens[first..].iter().position(|token| token.is_symbol(text, ")"));
    let mut last = listed.map_or(first + 1, |at| first + at);
    // What becomes of the rows: `ON DELETE SET NULL`.
    while tokens.get(last + 1).is_some_and(|token| token.is_word(text, "ON")) {
        let two = |token: &Token| token.is_word(text, "SET") || token.is_word(text, "NO");
        last += if tokens.get(last + 3).is_some_and(two) { 4 } else { 3 };
    }
    let last = tokens.get(last).or_else(|| tokens.last())?;
    let span = tokens[first].span.to(last.span).shifted(column.span.start);
    Some(Clause { column: &column.name.name, span })
}

/// The statement with its references as constraints of the table.
fn rewritten(context: &Context<'_>, step: &Step<'_>, clauses: &[Clause<'_>]) -> String {
    let whole = step.command.span;
    let mut text = context.text(whole).trim_end_matches(';').trim_end().to_owned();
    let tokens = lexer::significant(&text, context.target.dialect);
    let alter = match &step.command.what {
        What::AlterTable(alter) => Some(context.text(alter.table.span)),
        _ => None,
    };
    let inside = if alter.is_some() { None } else { elements_end(&text, &tokens) };
    let end = inside.unwrap_or(text.len());
    let keys: String = clauses
        .iter()
        .map(|it| {
            let add = if alter.is_some() { "ADD " } else { "" };
            let column = context.written(it.column);
            format!(", {add}FOREIGN KEY ({column}) {}", context.text(it.span))
        })
        .collect();
    text.insert_str(end, &keys);
    for clause in clauses.iter().rev() {
        let from = clause.span.start - whole.start;
        let before = text[..from].trim_end().len();
        text.replace_range(before..clause.span.end - whole.start, "");
    }
    alter.map_or_else(|| format!("{text};"), |table| format!("ALTER TABLE {table} {text};"))
}

/// Where the parenthesis closes that holds the columns.
fn elements_end(text: &str, tokens: &[Token]) -> Option<usize> {
    let mut depth = 0_u32;
    for token in tokens {
        if token.is_symbol(text, "(") {
            depth += 1;
        } else if token.is_symbol(text, ")") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(text[..token.span.start].trim_end().len());
            }
        }
    }
    None
}

fn columns(what: &What) -> Vec<&NewColumn> {
    match what {
        What::CreateTable(create) => create
            .elements
            .iter()
            .filter_map(|element| match element {
                TableElement::Column(column) => Some(&**column),
                _ => None,
            })
            .collect(),
        What::AlterTable(alter) => match &alter.change {
            TableChange::AddColumn { column, .. } | TableChange::ReplaceColumn { column, .. } => {
                vec![column]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
