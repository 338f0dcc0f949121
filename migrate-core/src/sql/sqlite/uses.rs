//! What a query or the body of a trigger names.

use std::collections::BTreeSet;

use super::keyword;
use super::resolve::Scopes;
use crate::command::Path;
use crate::sql::lexer::{Token, TokenKind};
use crate::sql::normal;

/// The tables and views that `tokens` read or write, each once, in the order of the text. Those that
/// a `WITH` of theirs defines and functions that return rows are none.
pub(super) fn tables(sql: &str, tokens: &[Token]) -> Vec<Path> {
    let scopes = Scopes::new(sql, tokens);
    let own = common(sql, tokens);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut sources = scopes.sources();
    sources.extend(behind_in(sql, tokens));
    sources.sort_unstable();
    for at in sources {
        let Some(path) = path(sql, tokens, at) else { continue };
        let lower = path.name.to_ascii_lowercase();
        let namespace = path.namespace.as_deref().map(str::to_ascii_lowercase);
        if (namespace.is_some() || !own.contains(&lower)) && seen.insert((namespace, lower)) {
            found.push(path);
        }
    }
    found
}

fn path(sql: &str, tokens: &[Token], at: usize) -> Option<Path> {
    let token = tokens.get(at).filter(|token| keyword::is_name(token, sql))?;
    let back = |steps: usize| at.checked_sub(steps).and_then(|at| tokens.get(at));
    // The `IGNORE` of `UPDATE OR IGNORE t`.
    if back(1).is_some_and(|before| before.is_word(sql, "OR")) {
        return None;
    }
    let qualified = back(1).is_some_and(|before| before.is_symbol(sql, "."));
    let into = back(if qualified { 3 } else { 1 });
    let is_call = tokens.get(at + 1).is_some_and(|next| next.is_symbol(sql, "("));
    if is_call && !into.is_some_and(|into| into.is_word(sql, "INTO")) {
        return None;
    }
    let name = normal::unquoted(token.text(sql));
    let database = back(2).filter(|_| qualified);
    let span = database.map_or(token.span, |database| database.span.to(token.span));
    let namespace = database.map(|database| normal::unquoted(database.text(sql)));
    Some(Path { namespace, name, span })
}

/// Where a table stands on the right of an `IN`, without parentheses.
fn behind_in(sql: &str, tokens: &[Token]) -> Vec<usize> {
    let is_dot = |at: usize| tokens.get(at).is_some_and(|token: &Token| token.is_symbol(sql, "."));
    let is_in = |at: &usize| tokens.get(*at).is_some_and(|token| token.is_word(sql, "IN"));
    let name = |at: usize| if is_dot(at + 2) { at + 3 } else { at + 1 };
    let is_name = |at: &usize| {
        tokens.get(*at).is_some_and(|token| {
            matches!(token.kind, TokenKind::Word | TokenKind::QuotedName)
                && keyword::is_name(token, sql)
        })
    };
    (0..tokens.len()).filter(is_in).map(name).filter(is_name).collect()
}

/// The names in lower case that a `WITH` gives to queries: what stands before `AS (`, or before the
/// list of columns before that.
fn common(sql: &str, tokens: &[Token]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if !tokens.iter().any(|token| token.is_word(sql, "WITH")) {
        return names;
    }
    let is_symbol = |at: usize, symbol| {
        tokens.get(at).is_some_and(|token: &Token| token.is_symbol(sql, symbol))
    };
    let is_word =
        |at: usize, word| tokens.get(at).is_some_and(|token: &Token| token.is_word(sql, word));
    let defines = |at: usize| {
        let after = match () {
            () if is_word(at + 1, "NOT") && is_word(at + 2, "MATERIALIZED") => at + 3,
            () if is_word(at + 1, "MATERIALIZED") => at + 2,
            () => at + 1,
        };
        is_word(at, "AS") && is_symbol(after, "(")
    };
    let mut open = Vec::new();
    let mut opening = 0;
    for at in 0..tokens.len() {
        if is_symbol(at, "(") {
            open.push(at);
        } else if is_symbol(at, ")") {
            opening = open.pop().unwrap_or_default();
        } else if defines(at) {
            let name = if at > 0 && is_symbol(at - 1, ")") { opening } else { at };
            let name = name.checked_sub(1).and_then(|at| tokens.get(at));
            names.extend(name.map(|name| normal::unquoted(name.text(sql)).to_ascii_lowercase()));
        }
    }
    names
}

/// Whether a `*` stands for columns somewhere.
pub(super) fn has_star(sql: &str, tokens: &[Token]) -> bool {
    tokens.windows(2).any(|pair| match pair {
        [before, star] => {
            star.is_symbol(sql, "*")
                && (before.is_symbol(sql, ",")
                    || before.is_symbol(sql, ".")
                    || before.is_any_word(sql, &["SELECT", "DISTINCT", "ALL"]))
        }
        _ => false,
    })
}

/// The functions that are called, in lower case, each once.
pub(super) fn calls(sql: &str, tokens: &[Token]) -> Vec<String> {
    let mut calls = Vec::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        let [name, open] = pair else { continue };
        let may_call = open.is_symbol(sql, "(")
            && matches!(name.kind, TokenKind::Word | TokenKind::QuotedName);
        if !may_call {
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let no_call = before.is_some_and(|before| {
            ["INTO", "AS", "WITH", "RECURSIVE", "OVER", "WINDOW"]
                .iter()
                .any(|word| before.is_word(sql, word))
                || before.is_symbol(sql, ".")
        });
        let lower = normal::unquoted(name.text(sql)).to_ascii_lowercase();
        let is_clause = name.kind == TokenKind::Word && is_clause(&lower);
        if !no_call && !is_clause && keyword::is_name(name, sql) && !calls.contains(&lower) {
            calls.push(lower);
        }
    }
    calls
}

/// Words that a parenthesis may follow and that call nothing, besides the reserved ones.
fn is_clause(lower: &str) -> bool {
    normal::is_syntax(lower) && !matches!(lower, "glob" | "like" | "match" | "regexp")
        || matches!(lower, "materialized" | "conflict" | "do" | "over" | "filter")
}
