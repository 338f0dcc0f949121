//! Views and triggers that name what is not there.
//!
//! SQLite creates and keeps them without a word, and then refuses to rename anything and to drop any
//! column, whatever table that is about: “error in view v: no such table”.

use std::collections::BTreeSet;

use crate::change::Change;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::schema::{Constraint, ObjectKind, Schema};
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal::{is_syntax, name_at};

/// Why the engine may refuse the step, if it makes the engine read all views and triggers again and
/// one of them names a table that is not there.
#[must_use]
pub fn refuses(step: &Step<'_>) -> Option<String> {
    if let Some(reason) = step.changes.iter().find_map(|change| refuses_rows(change, &step.changes))
    {
        return Some(reason);
    }
    let rereads = |change: &Change| {
        matches!(
            change,
            Change::RenameTable { .. } | Change::RenameColumn { .. } | Change::DropColumn(..)
        )
    };
    if !step.changes.iter().any(rereads) {
        return None;
    }
    step.changes.iter().find_map(|change| anonymous_check(change, &step.before)).or_else(|| {
        // With the step itself nothing comes into being that could be named, but for the new name.
        unresolved(&step.before)
    })
}

/// Some columns can be added to an empty table only.
fn refuses_rows(change: &Change, all: &[Change]) -> Option<String> {
    let Change::AddColumn(table, column) = change else { return None };
    let default = column.default.as_deref()?;
    let refers = all.iter().any(|change| {
        matches!(change, Change::AddConstraint(_, Constraint::ForeignKey(key))
            if key.columns.iter().any(|name| name.eq_ignore_ascii_case(&column.name)))
    });
    let null = default.eq_ignore_ascii_case("null");
    if is_constant(default) && (null || !refers) {
        return None;
    }
    let name = &column.name;
    Some(format!("SQLite refuses to add `{name}` with that default when `{table}` has rows"))
}

fn is_constant(default: &str) -> bool {
    let tokens = lexer::significant(default, Dialect::Sqlite);
    let signed =
        tokens.first().is_some_and(|sign| ["+", "-"].iter().any(|it| sign.is_symbol(default, it)));
    match &tokens[usize::from(signed)..] {
        [only] if only.kind == TokenKind::Word => {
            let lower = only.text(default).to_ascii_lowercase();
            !lower.starts_with("current_")
        }
        [only] => !only.is_symbol(default, ")"),
        _ => false,
    }
}

/// A check goes with the column it was written at, even one that names no column. The model does not
/// know where it was written.
fn anonymous_check(change: &Change, before: &Schema) -> Option<String> {
    let Change::DropColumn(table, _) = change else { return None };
    let found = before.tables.get(table)?;
    let is_column =
        |name: &str| found.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
    let anonymous = found
        .checks
        .iter()
        .find(|check| !words(&check.expression).iter().any(|(name, _)| is_column(name)))?;
    let expression = &anonymous.expression;
    Some(format!(
        "`CHECK ({expression})` of table `{table}` goes with the column it was written at"
    ))
}

/// The first view or trigger that names a table that is not there.
fn unresolved(schema: &Schema) -> Option<String> {
    let triggers = schema.objects.iter().filter(|(name, _)| name.kind == ObjectKind::Trigger);
    let triggers = triggers.map(|(name, object)| (name.to_string(), object.text.as_str()));
    let views = schema.views.iter();
    let views = views.map(|(name, view)| (format!("view `{name}`"), view.query.as_str()));
    let texts: Vec<(String, &str)> = views.chain(triggers).collect();
    if texts.is_empty() {
        return None;
    }
    let virtual_tables = schema.objects.keys().filter(|name| name.kind == ObjectKind::VirtualTable);
    let known: BTreeSet<String> = schema
        .tables
        .keys()
        .chain(schema.views.keys())
        .chain(virtual_tables.map(|object| &object.name))
        .map(|name| name.name.to_ascii_lowercase())
        .collect();
    texts.into_iter().find_map(|(subject, text)| {
        let named = relations(text);
        let missing = named.iter().find(|name| !known.contains(*name)).cloned();
        let missing = missing.or_else(|| column(schema, text, &named))?;
        Some(format!(
            "{subject} names `{missing}`, which may not be there, and then SQLite refuses to \
             rename anything or to drop a column"
        ))
    })
}

/// A word that stands for a column and is none of the tables that the text names. A text that names
/// views is taken for sound as far as their own texts have the word.
fn column(schema: &Schema, text: &str, named: &[String]) -> Option<String> {
    let is_named = |name: &str| named.iter().any(|found| found.eq_ignore_ascii_case(name));
    let tables = schema.tables.iter().filter(|(name, _)| is_named(&name.name));
    let mut known: BTreeSet<String> = tables
        .flat_map(|(_, table)| &table.columns)
        .map(|column| column.name.to_ascii_lowercase())
        .collect();
    for (_, view) in schema.views.iter().filter(|(name, _)| is_named(&name.name)) {
        known.extend(view.columns.iter().map(|name| name.to_ascii_lowercase()));
        known.extend(words(&view.query).into_iter().map(|(name, _)| name));
    }
    let virtual_tables = schema.objects.keys().filter(|name| name.kind == ObjectKind::VirtualTable);
    if virtual_tables.into_iter().any(|object| is_named(&object.name.name)) {
        return None;
    }
    let found = words(text);
    // A name that is given in the text may be used in the text.
    known.extend(found.iter().filter(|(_, given)| *given).map(|(name, _)| name.clone()));
    let belongs = |name: &str| {
        is_named(name)
            || ["new", "old", "excluded", "rowid", "oid", "_rowid_", "rank"].contains(&name)
    };
    found
        .into_iter()
        .find_map(|(name, _)| (!known.contains(&name) && !belongs(&name)).then_some(name))
}

/// The words of a text that may name columns, in lower case, and whether the text gives the name: the
/// words behind `AS`, behind a table, and those that `WITH` and `CREATE` name.
fn words(text: &str) -> Vec<(String, bool)> {
    let tokens = lexer::significant(text, Dialect::Sqlite);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let is_name = match token.kind {
            TokenKind::QuotedName => true,
            TokenKind::Word => !is_keyword(token.text(text)),
            _ => false,
        };
        let called = tokens.get(at + 1).is_some_and(|next| next.is_symbol(text, "("));
        let Some(name) = name_at(token, text).filter(|_| is_name) else { continue };
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        let given = before.is_some_and(|before| {
            before.is_word(text, "AS")
                || before.is_symbol(text, ")")
                || matches!(before.kind, TokenKind::QuotedName)
                || before.kind == TokenKind::Word && !is_keyword(before.text(text))
        });
        if !called || given {
            found.push((name, given));
        }
    }
    found
}

/// The names that stand where only tables and views can, in lower case.
fn relations(text: &str) -> Vec<String> {
    let tokens = lexer::significant(text, Dialect::Sqlite);
    let local: BTreeSet<String> = common_tables(text, &tokens);
    let mut found = Vec::new();
    // The depths of parentheses at which a list behind `FROM` is open.
    let (mut depth, mut lists) = (0_usize, BTreeSet::new());
    for (at, token) in tokens.iter().enumerate() {
        let is = |words: &[&str]| words.iter().any(|word| token.is_word(text, word));
        if token.is_symbol(text, "(") {
            depth += 1;
        } else if token.is_symbol(text, ")") {
            lists.remove(&depth);
            depth = depth.saturating_sub(1);
        } else if is(&[
            "WHERE",
            "GROUP",
            "ORDER",
            "LIMIT",
            "UNION",
            "SELECT",
            "EXCEPT",
            "INTERSECT",
        ]) {
            lists.remove(&depth);
        } else if is(&["FROM"]) {
            lists.insert(depth);
        }
        let next_in_list = token.is_symbol(text, ",") && lists.contains(&depth);
        if !next_in_list && !is(&["FROM", "JOIN", "INTO", "UPDATE"]) {
            continue;
        }
        let qualified = |at: usize| tokens.get(at + 1).is_some_and(|dot| dot.is_symbol(text, "."));
        let mut at = at + 1;
        if qualified(at) {
            at += 2;
        }
        // `UPDATE OF a ON t`, `IS DISTINCT FROM x`, a table function and the rows of a trigger are
        // no tables; whoever is called so as well is looked up and found.
        let is_call = tokens.get(at + 1).is_some_and(|next| next.is_symbol(text, "("));
        let name = tokens.get(at).and_then(|token| name_at(token, text));
        let Some(name) = name.filter(|_| !is_call) else { continue };
        let skipped = ["of", "on", "or", "new", "old"].contains(&name.as_str());
        if !skipped && !local.contains(&name) && !name.starts_with("sqlite_") {
            found.push(name);
        }
    }
    found
}

/// What `WITH` gives a name to.
fn common_tables(text: &str, tokens: &[Token]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate().skip(1) {
        let opens = token.is_word(text, "AS")
            && tokens.get(at + 1).is_some_and(|next| {
                next.is_symbol(text, "(")
                    || next.is_word(text, "MATERIALIZED")
                    || next.is_word(text, "NOT")
            });
        if !opens {
            continue;
        }
        let before = &tokens[..at];
        let name = match before.last() {
            Some(last) if last.is_symbol(text, ")") => before
                .iter()
                .rposition(|token| token.is_symbol(text, "("))
                .and_then(|open| before[..open].last()),
            last => last,
        };
        found.extend(name.and_then(|token| name_at(token, text)));
    }
    found
}

fn is_keyword(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    is_syntax(&lower) || IN_TRIGGERS_AND_WINDOWS.contains(&lower.as_str())
}

const IN_TRIGGERS_AND_WINDOWS: [&str; 36] = [
    "abort",
    "after",
    "before",
    "begin",
    "conflict",
    "create",
    "current",
    "do",
    "each",
    "exclude",
    "fail",
    "first",
    "following",
    "for",
    "groups",
    "if",
    "ignore",
    "instead",
    "last",
    "materialized",
    "no",
    "nothing",
    "nulls",
    "of",
    "others",
    "partition",
    "preceding",
    "range",
    "recursive",
    "replace",
    "rollback",
    "row",
    "rows",
    "ties",
    "trigger",
    "unbounded",
];
