//! A column of `CREATE TABLE` or `ADD COLUMN`.

use super::cursor::Cursor;
use super::draft::Draft;
use super::{ReadError, bind, clause, expression, keyword};
use crate::command::{NewColumn, NewConstraint, Path, TableElement};
use crate::dialect::sqlite::types;
use crate::schema::{
    Check, Column, Constraint, Generated, Identity, KeyColumn, Name, PrimaryKey, Unique,
};
use crate::sql::lexer::{Token, TokenKind};
use crate::sql::normal::normal_tokens;
use crate::text::Span;

/// The name that a `CONSTRAINT` gave, for the next constraint that keeps one.
#[derive(Default)]
struct Given {
    name: Option<String>,
    /// Where the `CONSTRAINT` directly before the next constraint stands.
    from: Option<usize>,
}

/// A column with its constraints, up to a comma or the end.
pub(super) fn read(body: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), ReadError> {
    let from = body.position();
    let name = body.ident()?;
    let (data_type, type_span) = data_type(body)?;
    let column = Column::new(name.name.as_str(), data_type);
    let column = NewColumn { name, type_span, column, ..NewColumn::default() };
    draft.elements.push(TableElement::Column(Box::new(column)));
    let mut given = Given::default();
    while !body.is_at_end() && !body.at_symbol(",") {
        let start = body.position();
        if body.take_word("CONSTRAINT") {
            given = Given { name: Some(body.name()?), from: Some(start) };
            continue;
        }
        if !key(body, draft, &mut given)? {
            attribute(body, draft)?;
        }
        given.from = None;
    }
    let span = body.span_since(from);
    draft.column().into_iter().for_each(|column| column.span = span);
    Ok(())
}

/// The words of the type and the one or two numbers behind them, and where they stand.
fn data_type(body: &mut Cursor<'_>) -> Result<(String, Span), ReadError> {
    let from = body.position();
    while let Some(token) = body.peek()
        && keyword::is_name(token, body.sql)
        && !body.at_words(&["GENERATED", "ALWAYS", "AS"])
    {
        body.next();
    }
    if body.since(from).is_empty() {
        return Ok((String::new(), body.span_since(from)));
    }
    if body.at_symbol("(") {
        let mut sizes = body.parenthesised()?;
        size(&mut sizes)?;
        if sizes.take_symbol(",") {
            size(&mut sizes)?;
        }
        sizes.expect_end()?;
    }
    let span = body.span_since(from);
    Ok((types::normal(body.sql.get(span.range()).unwrap_or_default()), span))
}

fn size(sizes: &mut Cursor<'_>) -> Result<(), ReadError> {
    let _ = sizes.take_symbol("+") || sizes.take_symbol("-");
    match sizes.peek() {
        Some(token) if token.kind == TokenKind::Number => {
            sizes.next();
            Ok(())
        }
        _ => Err(sizes.error("a number")),
    }
}

/// A constraint that belongs to the table, if that is what comes next.
fn key(body: &mut Cursor<'_>, draft: &mut Draft, given: &mut Given) -> Result<bool, ReadError> {
    let from = given.from.unwrap_or(body.position());
    let mut references = None;
    let constraint = if body.at_words(&["PRIMARY", "KEY"]) {
        Constraint::PrimaryKey(primary_key(body, draft, given)?)
    } else if body.take_word("UNIQUE") {
        let conflict = clause::conflict(body)?;
        let columns = own(draft, false);
        Constraint::Unique(Unique {
            name: given.name.take(),
            columns,
            conflict,
            ..Unique::default()
        })
    } else if body.take_word("CHECK") {
        let expression = expression::parenthesised(body)?;
        let conflict = clause::conflict(body)?;
        let name = given.name.take();
        Constraint::Check(Check { name, expression, conflict, ..Check::default() })
    } else if body.at_word("REFERENCES") {
        let columns = own(draft, false).into_iter().map(|column| column.name).collect();
        let (key, table) = clause::references(body, given.name.take(), columns)?;
        references = Some(table);
        Constraint::ForeignKey(key)
    } else if let Some(when) = clause::deferrable(body)? {
        draft.defer(when);
        return Ok(true);
    } else {
        return Ok(false);
    };
    add(draft, constraint, references, body.span_since(from));
    Ok(true)
}

fn add(draft: &mut Draft, constraint: Constraint, references: Option<Path>, span: Span) {
    let constraint = NewConstraint { references, ..NewConstraint::new(constraint, span) };
    draft.column().into_iter().for_each(|column| column.constraints.push(constraint.clone()));
}

/// The column itself as a key.
fn own(draft: &mut Draft, descending: bool) -> Vec<KeyColumn> {
    let column = draft.column().map(|column| column.name.name.clone());
    column.into_iter().map(|name| KeyColumn { name, descending, ..KeyColumn::default() }).collect()
}

fn primary_key(
    body: &mut Cursor<'_>,
    draft: &mut Draft,
    given: &mut Given,
) -> Result<PrimaryKey, ReadError> {
    if draft.has_primary_key() {
        return Err(body.error("a single primary key"));
    }
    body.take_words(&["PRIMARY", "KEY"]);
    let descending = body.take_word("DESC");
    body.take_word("ASC");
    let conflict = clause::conflict(body)?;
    if body.take_word("AUTOINCREMENT")
        && let Some(column) = draft.column()
    {
        column.column.identity = Some(Identity::AutoIncrement);
    }
    let columns = own(draft, descending);
    Ok(PrimaryKey { name: given.name.take(), columns, conflict, ..PrimaryKey::default() })
}

/// What is said of the column alone.
fn attribute(body: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), ReadError> {
    let Some(new) = draft.column() else {
        return Err(body.error("a column"));
    };
    let column = &mut new.column;
    if body.take_words(&["NOT", "NULL"]) {
        column.not_null_conflict = clause::conflict(body)?;
        column.nullable = false;
    } else if body.take_word("NULL") {
        clause::conflict(body)?;
        new.explicit_null = true;
    } else if body.take_word("DEFAULT") {
        column.default = default(body)?;
    } else if body.take_word("COLLATE") {
        column.collation = Some(body.name()?);
    } else if body.take_words(&["GENERATED", "ALWAYS", "AS"]) || body.take_word("AS") {
        let expression = expression::parenthesised(body)?;
        let stored = body.take_word("STORED");
        body.take_word("VIRTUAL");
        column.generated = Some(Generated { expression, stored });
    } else {
        return Err(body.error("a constraint of the column"));
    }
    Ok(())
}

/// A parenthesised expression, or a literal or name that may have a sign.
fn default(body: &mut Cursor<'_>) -> Result<Option<String>, ReadError> {
    if body.at_symbol("(") {
        let group = body.group()?;
        if group.is_empty() {
            return Err(body.within(group).error("an expression"));
        }
        if names_a_column(&normal_tokens(body.sql, group)) {
            return Err(body.within(group).error("a constant"));
        }
        return Ok(expression::default(body.sql, group));
    }
    let from = body.position();
    let _ = body.take_symbol("+") || body.take_symbol("-");
    match body.peek() {
        Some(token) if is_value(token, body.sql) => body.next(),
        _ => return Err(body.error("a value")),
    };
    Ok(expression::default(body.sql, body.since(from)))
}

/// Whether an expression is none that is the same for all rows.
fn names_a_column(text: &str) -> bool {
    let name = Name::default();
    let nothing = bind::Relation { name, columns: Some(Vec::new()), has_rowid: false };
    let bound = bind::expression(text, &nothing, &|_, _| bind::Found::Unclear);
    bound.broken.is_some() && !bound.unclear
}

fn is_value(token: &Token, sql: &str) -> bool {
    match token.kind {
        TokenKind::Symbol => false,
        TokenKind::Word => {
            keyword::is_value(token.text(sql)) || !keyword::is_reserved(token.text(sql))
        }
        _ => true,
    }
}
