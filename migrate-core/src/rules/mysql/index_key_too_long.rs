//! `mysql-index-key-too-long`.

use crate::change::Change;
use crate::command::What;
use crate::dialect::Dialect;
use crate::dialect::mysql::impact::bytes_of;
use crate::finding::Edit;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::recipe;
use crate::schema::{Column, Constraint, IndexKey, Table};
use crate::sql::lexer::{self, Token};
use crate::sql::normal::unquoted;
use crate::text::Span;

/// A key that the server does not build.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M316",
    name: "mysql-index-key-too-long",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "An index over a TEXT or BLOB without a length, or over more than 3072 bytes.",
    why: "InnoDB keeps at most 3072 bytes of a key, a character of utf8mb4 counts as four, and MySQL wants \
          a length for TEXT and BLOB: the statement fails with error 1170 or 1071. MariaDB takes a long \
          UNIQUE as a hash (measured on 10.11), and then finds nothing by its beginning.",
    instead: "Index a prefix, `name (191)`, or a hash of the value in a column of its own.",
    bad: &[Example::new(
        "mysql 8.0",
        "CREATE INDEX by_body ON posts (body);",
        "DROP INDEX by_body ON posts;",
    )
    .after("CREATE TABLE posts (id bigint PRIMARY KEY, body text);")],
    good: &[Example::new(
        "mysql 8.0",
        "CREATE INDEX by_body ON posts (body (191));",
        "DROP INDEX by_body ON posts;",
    )
    .after("CREATE TABLE posts (id bigint PRIMARY KEY, body text);")],
    check: Check::Step(check),
};

const MOST: u64 = 3072;

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for change in &step.changes {
        match change {
            Change::CreateTable(_, table) => {
                for key in &table.uniques {
                    let parts: Vec<Part<'_>> =
                        key.columns.iter().map(|it| (&*it.name, it.prefix)).collect();
                    one(context, step, report, table, &parts);
                }
                for index in table.indexes.values().filter(|index| index.method.is_none()) {
                    one(context, step, report, table, &parts(&index.columns));
                }
            }
            Change::CreateIndex { table, index, .. } if index.method.is_none() => {
                if let Some(table) = step.before.tables.get(table) {
                    one(context, step, report, table, &parts(&index.columns));
                }
            }
            Change::AddConstraint(table, Constraint::Unique(key)) => {
                let parts: Vec<Part<'_>> =
                    key.columns.iter().map(|it| (&*it.name, it.prefix)).collect();
                if let Some(table) = step.before.tables.get(table) {
                    one(context, step, report, table, &parts);
                }
            }
            _ => {}
        }
    }
}

/// A column and how much of it counts.
type Part<'a> = (&'a str, Option<u32>);

fn parts(columns: &[crate::schema::IndexColumn]) -> Vec<Part<'_>> {
    let parts = columns.iter().filter_map(|part| match &part.key {
        IndexKey::Column(name) => Some((&**name, part.prefix)),
        IndexKey::Expression(_) => None,
    });
    parts.collect()
}

fn one(
    context: &Context<'_>,
    step: &Step<'_>,
    report: &mut Report<'_>,
    table: &Table,
    parts: &[Part<'_>],
) {
    let mut sum = 0;
    for (name, prefix) in parts {
        let column = table.columns.iter().find(|it| it.name.eq_ignore_ascii_case(name));
        let Some(column) = column else { continue };
        let long = column.data_type.ends_with("text") || column.data_type.ends_with("blob");
        if long && prefix.is_none() && !context.target.is_mariadb {
            let finding = report
                .finding(
                    context,
                    step.command.span,
                    format!(
                        "`{name}` is {}: the server wants to know how much of it to index",
                        column.data_type
                    ),
                )
                .help(format!("index a prefix, as in {}(191)", context.written(name)));
            report.push(match with_prefix(context, step, name) {
                Some(sql) => finding.rewrite("with a prefix", sql),
                None => finding,
            });
            return;
        }
        sum += bytes(context, table, column, *prefix);
    }
    if sum > MOST {
        let finding = report
            .finding(
                context,
                step.command.span,
                format!("this key takes up to {sum} bytes, and InnoDB keeps {MOST}"),
            )
            .help("index a prefix of the longest column, or a hash of it");
        report.push(finding);
    }
}

/// A `CREATE INDEX` of a prefix of that column.
fn with_prefix(context: &Context<'_>, step: &Step<'_>, column: &str) -> Option<String> {
    let What::CreateIndex(create) = &step.command.what else { return None };
    let span = recipe::statement(context, step);
    let keys = Span::new(create.table.span.end, span.end);
    let text = context.text(keys);
    let tokens = lexer::significant(text, context.target.dialect);
    let is_it = |token: &&Token| unquoted(token.text(text)).eq_ignore_ascii_case(column);
    let at = tokens.iter().find(is_it)?.span.shifted(keys.start).end;
    let path = context.path.to_owned();
    let edit = Edit { path, span: Span::new(at, at), text: "(191)".to_owned() };
    Some(format!("{};", recipe::edited(context, span, &edit)))
}

/// How many bytes a part takes; nothing where that is not known.
fn bytes(context: &Context<'_>, table: &Table, column: &Column, prefix: Option<u32>) -> u64 {
    let charset = column.charset.as_deref().or(table.options.charset.as_deref());
    // MariaDB's default is the server's own, which may be of one byte.
    let width = match charset {
        None if context.target.is_mariadb => 1,
        charset => bytes_of(charset),
    };
    let sized = |name: &str| {
        let rest = column.data_type.strip_prefix(name)?;
        rest.split(')').next()?.parse::<u64>().ok()
    };
    let characters = sized("varchar(").or_else(|| sized("char("));
    let raw = sized("varbinary(").or_else(|| sized("binary("));
    match (characters, raw) {
        (Some(length), _) => prefix.map_or(length, u64::from).min(length) * width,
        (_, Some(length)) => prefix.map_or(length, u64::from).min(length),
        _ => prefix.map_or(0, |prefix| u64::from(prefix) * width),
    }
}
