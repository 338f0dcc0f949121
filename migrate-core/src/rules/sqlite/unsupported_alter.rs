//! `sqlite-unsupported-alter`.

use crate::command::{AlterTable, ColumnChange, TableChange, What};
use crate::dialect::Dialect;
use crate::dialect::sqlite::{normalize, render};
use crate::finding::Edit;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::{Constraint, Name, Table};
use crate::sql::lexer::{self, Token};
use crate::sql::sqlite::{Created, create};

/// `ALTER TABLE` that the version does not know.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M406",
    name: "sqlite-unsupported-alter",
    level: Level::Deny,
    dialects: Dialect::ONLY_SQLITE,
    what: "An `ALTER TABLE` that this version of SQLite does not know.",
    why: "SQLite renames, adds and drops columns, and nothing else: types and references of a table \
          that exists cannot change (syntax errors up to 3.54, measured), and NOT NULL and checks only \
          since 3.53 (measured on 3.40 and 3.54).",
    instead: "Rebuild the table: a new one, the rows, the old one gone, the name. The message has the \
              whole of it, with every column, index and trigger that the migrations know.",
    bad: &[Example::new(
        "sqlite 3.45",
        "ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18);",
        "SELECT 1;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER);")],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users_new (\n    id INTEGER PRIMARY KEY,\n    age INTEGER,\n    \
         CONSTRAINT adult CHECK (age >= 18)\n);\n\
         INSERT INTO users_new (id, age)\n    SELECT id, age FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;",
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER);\n\
         INSERT INTO users_new (id, age) SELECT id, age FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER);")],
    check: Check::Script(check),
};

/// A rebuild is as long as its table. Who has more of them in one script writes one for all.
const MOST: usize = 20;

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut rebuilt = 0;
    for step in context.steps {
        let wanted = match &step.command.what {
            What::AlterTable(alter) if !context.target.is_at_least(3, 53) => asked(step, alter),
            What::Opaque(_) => unread(context, step),
            _ => None,
        };
        let Some(Wanted { table, after, words }) = wanted else { continue };
        let target = context.target;
        let span = statement_span(context, step);
        let finding = report
            .finding(context, span, format!("{target} has no ALTER TABLE that {words}"))
            .help("rebuild the table");
        rebuilt += 1;
        if rebuilt > MOST {
            let note =
                "one rebuild may make all changes of a table; the first ones above are spelled out";
            report.push(finding.note(note).assumption(context));
            continue;
        }
        let rebuild = render::rebuild(&step.before, &table, &after, &[]);
        let mut finding = finding
            .rewrite("the same by a rebuild, with all that belongs to the table", rebuild.clone())
            .assumption(context);
        if let Some(rewrite) = &mut finding.rewrite {
            let text = rebuild.trim_end_matches(';').to_owned();
            rewrite.edits = vec![Edit { path: context.path.to_owned(), span, text }];
        }
        report.push(finding);
    }
}

fn statement_span(context: &Context<'_>, step: &Step<'_>) -> crate::text::Span {
    context.statements.get(step.statement).map_or(step.command.span, |statement| statement.span)
}

/// The table as it shall be.
struct Wanted {
    table: Name,
    after: Table,
    words: &'static str,
}

/// What an action that newer versions know asks for.
fn asked(step: &Step<'_>, alter: &AlterTable) -> Option<Wanted> {
    use TableChange::{AddConstraint, AlterColumn, DropConstraint};
    // Most add or drop a column: for those no table is looked for, and none copied.
    if !matches!(alter.change, AlterColumn { .. } | AddConstraint(_) | DropConstraint { .. }) {
        return None;
    }
    let (table, mut after) = known(step, &alter.table.name)?;
    let words = match &alter.change {
        TableChange::AlterColumn { column, change: ColumnChange::Nullable(nullable), .. } => {
            let mut columns = after.columns.iter_mut();
            let column = columns.find(|it| it.name.eq_ignore_ascii_case(&column.name))?;
            column.nullable = *nullable;
            "changes NOT NULL"
        }
        TableChange::AddConstraint(new) => {
            let Constraint::Check(check) = &new.constraint else { return None };
            after.checks.push(check.clone());
            "adds a check"
        }
        TableChange::DropConstraint { name: Some(name), .. } => {
            let is_it = |given: &Option<String>| {
                given.as_ref().is_some_and(|given| given.eq_ignore_ascii_case(&name.name))
            };
            let count = |it: &Table| it.checks.len() + it.uniques.len() + it.foreign_keys.len();
            let before = count(&after);
            after.checks.retain(|it| !is_it(&it.name));
            after.uniques.retain(|it| !is_it(&it.name));
            after.foreign_keys.retain(|it| !is_it(&it.name));
            if count(&after) == before {
                return None;
            }
            "drops a constraint"
        }
        _ => return None,
    };
    Some(Wanted { table, after, words })
}

fn known(step: &Step<'_>, name: &str) -> Option<(Name, Table)> {
    let mut tables = step.before.tables.iter();
    let (name, table) = tables.find(|(it, _)| it.name.eq_ignore_ascii_case(name))?;
    Some((name.clone(), table.as_ref().clone()))
}

/// What an `ALTER TABLE` asks for that no version reads.
fn unread(context: &Context<'_>, step: &Step<'_>) -> Option<Wanted> {
    let sql = context.text(statement_span(context, step));
    let tokens = lexer::significant(sql, context.target.dialect);
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is_word(sql, word));
    if !(is(0, "ALTER") && is(1, "TABLE")) {
        return None;
    }
    let name = crate::sql::normal::unquoted(tokens.get(2)?.text(sql));
    let (table, mut after) = known(step, &name)?;
    let words = match () {
        () if is(3, "ALTER") || is(3, "MODIFY") => {
            let at = if is(4, "COLUMN") { 5 } else { 4 };
            of_column(sql, &tokens, at, is(3, "MODIFY"), &mut after)?
        }
        () if is(3, "ADD") => {
            let rest = sql.get(tokens.get(4)?.span.start..tokens.last()?.span.end)?;
            with_constraint(rest.trim_end_matches(';'), &mut after)?
        }
        () => return None,
    };
    Some(Wanted { table, after, words })
}

/// `ALTER COLUMN a TYPE t`, `SET DEFAULT`, `DROP DEFAULT`, and MySQL's `MODIFY a t`.
fn of_column(
    sql: &str,
    tokens: &[Token],
    at: usize,
    modify: bool,
    table: &mut Table,
) -> Option<&'static str> {
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is_word(sql, word));
    let name = crate::sql::normal::unquoted(tokens.get(at)?.text(sql));
    let rest = |from: usize| {
        let (first, last) = (tokens.get(from)?, tokens.last()?);
        Some(sql.get(first.span.to(last.span).range())?.trim_end_matches(';').trim().to_owned())
    };
    let column = table.columns.iter_mut().find(|it| it.name.eq_ignore_ascii_case(&name))?;
    if is(at + 1, "TYPE") || is(at + 1, "SET") && is(at + 2, "DATA") {
        let from = if is(at + 1, "TYPE") { at + 2 } else { at + 4 };
        let words = rest(from)?;
        let end = words.to_ascii_lowercase().find(" using ").unwrap_or(words.len());
        words.get(..end)?.clone_into(&mut column.data_type);
        Some("changes a type")
    } else if is(at + 1, "SET") && is(at + 2, "DEFAULT") {
        column.default = rest(at + 3);
        Some("changes a default")
    } else if is(at + 1, "DROP") && is(at + 2, "DEFAULT") {
        column.default = None;
        Some("changes a default")
    } else if modify {
        let definition = format!("CREATE TABLE t ({name} {})", rest(at + 1)?);
        let Created::Table(new) = create(&definition).ok()?.what else { return None };
        new.columns.first()?.clone_into(column);
        Some("changes a definition")
    } else {
        None
    }
}

/// `ADD CONSTRAINT`, `ADD FOREIGN KEY`, `ADD UNIQUE`, `ADD PRIMARY KEY`: read as `CREATE TABLE` reads it.
fn with_constraint(text: &str, table: &mut Table) -> Option<&'static str> {
    let columns: Vec<String> =
        table.columns.iter().map(|column| render::name(&column.name)).collect();
    let definition = format!("CREATE TABLE t ({}, {text})", columns.join(", "));
    let Created::Table(new) = create(&definition).ok()?.what else { return None };
    let words = if !new.foreign_keys.is_empty() {
        "adds a foreign key"
    } else if !new.uniques.is_empty() {
        "adds a unique key"
    } else if new.primary_key.is_some() {
        "adds a primary key"
    } else if !new.checks.is_empty() {
        "adds a check"
    } else {
        return None;
    };
    table.foreign_keys.extend(new.foreign_keys.iter().cloned());
    table.uniques.extend(new.uniques.iter().cloned());
    table.checks.extend(new.checks.iter().cloned());
    if new.primary_key.is_some() {
        table.primary_key.clone_from(&new.primary_key);
    }
    normalize::table(table);
    Some(words)
}
