//! What stands in double quotes: a name or a string.
//!
//! SQLite takes `"x"` for a column when there is one of that name where it stands, and for the string
//! `'x'` otherwise (<https://www.sqlite.org/quirks.html#dblquote>). The two must not be confused:
//! letter case means nothing in one and everything in the other. And both spellings come and go
//! without anybody's asking: renaming a column writes its name in double quotes where the `ALTER` does,
//! and renaming or dropping one turns all strings in double quotes into proper ones.
//!
//! A constraint of a table or an index sees the columns of that table, which decides it. For a view or a
//! trigger the scopes of a query would have to be followed, so only these are decided:
//!
//! - a string: all tables that the text reads are known, and neither they nor any other word of the
//!   text, such as an alias, offer that name;
//! - a name: a table in the `FROM` of the very `SELECT`, `UPDATE` or `DELETE` in which it stands has
//!   that column.
//!
//! Anything else, and everything in a text with a `WITH`, which may call its own tables like others,
//! keeps its double quotes and its letters. It equals neither the name nor the string; that may be
//! taken for a difference which is none, never the other way around.
//!
//! All texts here are in normal spelling ([`crate::sql::normal`]), where whatever is in double quotes
//! is doubtful.

use std::collections::{BTreeSet, HashSet};

use crate::dialect::Dialect;
use crate::schema::{Index, IndexColumn, IndexKey, Table};
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal;

enum Meaning {
    Name,
    Text,
    Unknown,
}

/// The names by which every ordinary table offers its rowid.
const ROWID: [&str; 3] = ["_rowid_", "oid", "rowid"];

/// Decides what is doubtful in the constraints of `table`.
pub(crate) fn table(table: &mut Table) {
    part(table, None);
}

/// Decides it in what is to become a part of `whole`.
pub(crate) fn part(table: &mut Table, whole: Option<&Table>) {
    let checks = table.checks.iter().map(|check| &check.expression);
    let computed = table.columns.iter().filter_map(|column| column.generated.as_ref());
    // Few texts have a double quote, and a table may have a thousand columns.
    if !checks.chain(computed.map(|it| &it.expression)).any(|text| text.contains('"')) {
        return;
    }
    let mut columns = columns(table);
    columns.extend(whole.into_iter().flat_map(self::columns));
    for check in table.checks.iter_mut() {
        by_columns(&mut check.expression, &columns);
    }
    let computed = table.columns.iter_mut().filter_map(|column| column.generated.as_mut());
    computed.for_each(|generated| by_columns(&mut generated.expression, &columns));
}

/// Decides what is doubtful in an index of `table`. What turns out to be the name of a column is one.
pub(crate) fn index(table: &Table, index: &mut Index) {
    // Few texts have a double quote, and a table may have a thousand columns.
    let has_quote =
        |part: &IndexColumn| matches!(&part.key, IndexKey::Expression(text) if text.contains('"'));
    let in_predicate = index.predicate.as_ref().is_some_and(|text| text.contains('"'));
    if !in_predicate && !index.columns.iter().any(has_quote) {
        return;
    }
    let columns = columns(table);
    for part in &mut index.columns {
        let IndexKey::Expression(expression) = &mut part.key else { continue };
        let is_doubtful = is_doubtful(expression);
        by_columns(expression, &columns);
        if is_doubtful && !expression.starts_with(['"', '\'']) {
            part.key = IndexKey::Column(normal::unquoted(expression));
        }
    }
    index.predicate.iter_mut().for_each(|predicate| by_columns(predicate, &columns));
}

/// Whether a text is one word in double quotes.
pub(crate) fn is_doubtful(text: &str) -> bool {
    let mut quotes = text.split('"');
    let inner = (quotes.next(), quotes.next(), quotes.next(), quotes.next());
    matches!(inner, (Some(""), Some(_), Some(""), None))
}

/// The names of the columns of `table`, in lower case.
pub(crate) fn columns(table: &Table) -> BTreeSet<String> {
    table.columns.iter().map(|column| column.name.to_ascii_lowercase()).collect()
}

fn by_columns(text: &mut String, columns: &BTreeSet<String>) {
    if !text.contains('"') {
        return;
    }
    let tokens = lexer::significant(text, Dialect::Sqlite);
    *text = rewritten(text, &tokens, |_, name| {
        if columns.contains(name) {
            Meaning::Name
        } else if ROWID.contains(&name) {
            Meaning::Unknown
        } else {
            Meaning::Text
        }
    });
}

/// Decides what can be decided in the text of a view or trigger. `columns_of` tells the columns of a
/// table by its name in lower case, and nothing of what is no table.
pub(crate) fn query(text: &str, columns_of: impl Fn(&str) -> Option<BTreeSet<String>>) -> String {
    let tokens = lexer::significant(text, Dialect::Sqlite);
    let scopes = Scopes::new(text, &tokens);
    let sources: Vec<(usize, Option<BTreeSet<String>>)> =
        scopes.sources().into_iter().map(|at| (at, columns_of(&scopes.name(at)))).collect();
    let has_with = tokens.iter().any(|token| token.is_word(text, "WITH"));
    let is_closed = !has_with && sources.iter().all(|(_, columns)| columns.is_some());
    let offers = |columns: &Option<BTreeSet<String>>, name: &str| {
        columns.as_ref().is_some_and(|columns| columns.contains(name))
    };
    let words: HashSet<String> = (0..tokens.len())
        .filter(|at| scopes.may_name_a_result(*at))
        .map(|at| scopes.name(at))
        .collect();
    let here: Vec<Option<usize>> = sources.iter().map(|(at, _)| scopes.scope(*at)).collect();
    rewritten(text, &tokens, |at, name| {
        let offered = sources.iter().any(|(_, columns)| offers(columns, name));
        if scopes.is_alias(at) {
            Meaning::Unknown
        } else if sources.iter().any(|(source, _)| *source == at) {
            Meaning::Name
        } else if !offered {
            let is_text = is_closed && !words.contains(name) && !ROWID.contains(&name);
            if is_text { Meaning::Text } else { Meaning::Unknown }
        } else {
            let scope = scopes.scope(at);
            let mut here = sources.iter().zip(&here).filter(|(_, its)| **its == scope);
            let is_here = scope.is_some() && here.any(|((_, columns), _)| offers(columns, name));
            if is_here && !has_with { Meaning::Name } else { Meaning::Unknown }
        }
    })
}

/// `text` with what is doubtful spelled as it is meant. The name is told in lower case.
fn rewritten(text: &str, tokens: &[Token], meaning: impl Fn(usize, &str) -> Meaning) -> String {
    let mut result = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, token) in tokens.iter().enumerate() {
        let spelled = token.text(text);
        if !spelled.starts_with('"') {
            continue;
        }
        let inner = normal::unquoted(spelled);
        let spelling = match meaning(at, &inner.to_ascii_lowercase()) {
            Meaning::Name => normal::name(&inner),
            Meaning::Text => format!("'{}'", inner.replace('\'', "''")),
            Meaning::Unknown => continue,
        };
        result.push_str(&text[copied..token.span.start]);
        result.push_str(&spelling);
        copied = token.span.end;
    }
    result.push_str(&text[copied..]);
    result
}

/// Where the parts of a query begin and what they read.
pub(super) struct Scopes<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

/// Words that end the list behind `FROM`.
const AFTER_FROM: [&str; 15] = [
    "BEGIN",
    "DELETE",
    "EXCEPT",
    "GROUP",
    "HAVING",
    "INSERT",
    "INTERSECT",
    "LIMIT",
    "ORDER",
    "RETURNING",
    "SELECT",
    "SET",
    "UNION",
    "VALUES",
    "WHERE",
];

impl<'a> Scopes<'a> {
    pub(super) const fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        Self { text, tokens }
    }

    fn name(&self, at: usize) -> String {
        let text = self.tokens.get(at).map(|token| token.text(self.text)).unwrap_or_default();
        normal::lowered(normal::unquoted(text))
    }

    fn is_word(&self, at: usize, words: &[&str]) -> bool {
        at < self.tokens.len() && self.tokens[at].is_any_word(self.text, words)
    }

    fn is_symbol(&self, at: usize, symbol: &str) -> bool {
        at < self.tokens.len() && self.tokens[at].is_symbol(self.text, symbol)
    }

    /// Whether this may give a name to a column of a result, or is a name already. A string is one
    /// only where an alias stands.
    fn may_name_a_result(&self, at: usize) -> bool {
        let is_string = self.tokens.get(at).is_some_and(|token| {
            token.kind == TokenKind::String || token.text(self.text).starts_with('"')
        });
        !is_string || self.is_alias(at) || at > 0 && self.is_word(at - 1, &["AS"])
    }

    /// Whether this follows an operand, and thereby gives it a name.
    fn is_alias(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|at| self.tokens.get(at)) else {
            return false;
        };
        match before.kind {
            TokenKind::Word => !normal::is_syntax_token(before, self.text),
            TokenKind::Symbol => before.is_symbol(self.text, ")"),
            _ => true,
        }
    }

    /// The word that begins the innermost `SELECT`, `UPDATE` or `DELETE` around this. It is none in what
    /// has no `FROM` of its own: `VALUES`, `INSERT`, `DO UPDATE` and the head of a trigger.
    fn scope(&self, at: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for before in (0..at).rev() {
            if self.is_symbol(before, ")") {
                depth += 1;
            } else if self.is_symbol(before, "(") {
                depth = depth.saturating_sub(1);
            } else if depth > 0 {
                continue;
            } else if self.is_word(before, &["SELECT", "UPDATE", "DELETE"]) {
                let has_from = !self.is_word(before + 1, &["SET", "OF", "ON"]);
                return has_from.then_some(before);
            } else if self.is_word(before, &["VALUES", "INSERT", "BEGIN"])
                || self.is_word(before, &["REPLACE"]) && self.is_word(before + 1, &["INTO"])
                || self.is_symbol(before, ";")
            {
                return None;
            }
        }
        None
    }

    /// Where tables are named that the text reads or writes.
    pub(super) fn sources(&self) -> Vec<usize> {
        let mut sources = Vec::new();
        // For each open parenthesis, whether a comma in it introduces one more table.
        let mut lists = vec![false];
        let mut expected = false;
        for at in 0..self.tokens.len() {
            if self.is_word(at, &["FROM"]) {
                let tests = at > 0 && self.is_word(at - 1, &["DISTINCT"]);
                expected = !tests;
                lists.last_mut().into_iter().for_each(|list| *list |= !tests);
            } else if self.is_word(at, &["JOIN", "INTO"]) {
                expected = true;
            } else if self.is_word(at, &["UPDATE"]) {
                expected = !self.is_word(at + 1, &["SET", "OF", "ON"]);
            } else if self.is_word(at, &AFTER_FROM) || self.is_symbol(at, ";") {
                expected = false;
                lists.last_mut().into_iter().for_each(|list| *list = false);
            } else if self.is_symbol(at, "(") {
                lists.push(expected);
            } else if self.is_symbol(at, ")") {
                expected = false;
                lists.pop();
            } else if self.is_symbol(at, ",") {
                expected = lists.last().is_some_and(|list| *list);
            } else if expected && !self.is_symbol(at, ".") && !self.is_symbol(at + 1, ".") {
                // In `UPDATE OR IGNORE t` the first two words are taken for tables, unknown ones.
                sources.push(at);
                expected = self.is_word(at, &["OR"]) || at > 0 && self.is_word(at - 1, &["OR"]);
            }
        }
        sources
    }
}

#[cfg(test)]
mod tests;
