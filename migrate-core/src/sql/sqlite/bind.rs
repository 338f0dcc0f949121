//! What each name in a query or in the body of a trigger means, as the engine decides it.
//!
//! A rename of a table or column is made in the texts of views and triggers too, and no rename and no
//! `DROP COLUMN` succeeds while one of them names something that is not there. Both need the tables and
//! columns behind the names. Texts are in normal spelling. What this reader cannot decide (natural
//! joins, window functions, columns of a virtual table) is unclear, and never guessed.
//!
//! Expressions are walked token by token: which operator binds tighter has nothing to do with names.

mod expression;
mod select;
mod source;
mod trigger;

use crate::dialect::Dialect;
use crate::schema::Name;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal;
use crate::text::Span;

use source::Scope;

/// A table or view that a text may read.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    /// Its name in its own letters.
    pub(crate) name: Name,
    /// Its columns, where they are known.
    pub(crate) columns: Option<Vec<String>>,
    /// Whether its rows have a rowid.
    pub(crate) has_rowid: bool,
}

/// What a name of a table comes to.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    /// It is there.
    Relation(Relation),
    /// Nothing has that name.
    Nothing,
    /// It is not known.
    Unclear,
    /// It is a view that cannot be read, and why.
    Broken(String),
}

/// Finds tables and views by the namespace and name that a text writes.
pub(crate) type Lookup<'l> = &'l dyn Fn(Option<&str>, &str) -> Found;

/// A name in the text that means a table or a column of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Use {
    /// Where it stands in the text.
    pub(crate) span: Span,
    /// The table or view.
    pub(crate) table: Name,
    /// The column, for the name of a column.
    pub(crate) column: Option<String>,
}

/// What became of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bound {
    /// What it names, as far as that was read.
    pub(crate) uses: Vec<Use>,
    /// The names of the columns it results in, empty for those that only the engine can tell; none
    /// where it is not known which there are.
    pub(crate) columns: Option<Vec<String>>,
    /// Why the engine refuses it, in its own words.
    pub(crate) broken: Option<String>,
    /// Whether some of it could not be decided.
    pub(crate) unclear: bool,
}

/// The names in the query of a view.
pub(crate) fn view(query: &str, lookup: Lookup<'_>) -> Bound {
    bind(query, lookup, |binder| binder.select().map(Some))
}

/// The names in a trigger on `table`; `text` begins behind its name.
pub(crate) fn trigger(text: &str, table: &Relation, lookup: Lookup<'_>) -> Bound {
    bind(text, lookup, |binder| binder.trigger(table).map(|()| None))
}

/// The names in a statement that writes or reads rows; its columns are those of the query whose rows it
/// inserts.
pub(crate) fn statement(text: &str, lookup: Lookup<'_>) -> Bound {
    bind(text, lookup, |binder| {
        binder.runs = true;
        binder.step()
    })
}

/// The names in what a statement returns of the rows of a table that it writes.
pub(crate) fn returned(text: &str, table: &Relation, lookup: Lookup<'_>) -> Bound {
    bind(text, lookup, |binder| {
        let sources = vec![source::Source::of(table)];
        binder.scopes.push(Scope { sources, ..Scope::default() });
        let end = binder.tokens.len();
        let columns = binder.results(0, end)?;
        binder.at = end;
        Ok(Some(columns))
    })
}

/// The names in an expression over the columns of one table.
pub(crate) fn expression(text: &str, table: &Relation, lookup: Lookup<'_>) -> Bound {
    bind(text, lookup, |binder| {
        let source = source::Source::of(table);
        binder.scopes.push(Scope { sources: vec![source], ..Scope::default() });
        binder.expressions(binder.tokens.len())?;
        Ok(None)
    })
}

type Step<T = ()> = Result<T, String>;

fn bind(
    text: &str,
    lookup: Lookup<'_>,
    read: impl FnOnce(&mut Binder<'_>) -> Step<Option<Option<Vec<String>>>>,
) -> Bound {
    let tokens = lexer::significant(text, Dialect::Sqlite);
    let mut binder = Binder {
        text,
        tokens: &tokens,
        at: 0,
        lookup,
        uses: Vec::new(),
        unclear: false,
        common: Vec::new(),
        scopes: Vec::new(),
        runs: false,
    };
    let read = read(&mut binder);
    let unread = binder.at < tokens.len();
    let Binder { uses, unclear, .. } = binder;
    match read {
        Ok(columns) => {
            let columns = columns.flatten();
            Bound { uses, columns, broken: None, unclear: unclear || unread }
        }
        Err(broken) => Bound { uses, columns: None, broken: Some(broken), unclear },
    }
}

/// `text` with other names where `renamed` gives one.
pub(crate) fn rewritten(
    text: &str,
    bound: &Bound,
    renamed: impl Fn(&Use) -> Option<String>,
) -> String {
    let mut uses: Vec<&Use> = bound.uses.iter().collect();
    uses.sort_by_key(|one| one.span);
    uses.dedup_by_key(|one| one.span);
    let mut result = String::with_capacity(text.len());
    let mut copied = 0;
    for one in uses {
        let Some(name) = renamed(one) else { continue };
        result.push_str(text.get(copied..one.span.start).unwrap_or_default());
        result.push_str(&normal::name(&name));
        copied = one.span.end;
    }
    result.push_str(text.get(copied..).unwrap_or_default());
    result
}

/// A text while it is read.
struct Binder<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    lookup: Lookup<'a>,
    uses: Vec<Use>,
    unclear: bool,
    /// What `WITH` defines, in lower case, with the columns.
    common: Vec<(String, Option<Vec<String>>)>,
    scopes: Vec<Scope>,
    /// Whether it is a statement that is run: of a trigger nobody looks for the columns that it lists.
    runs: bool,
}

impl Binder<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    // Asked of every token many times, and a macro is built without optimisation: no closures here.
    fn is_symbol(&self, at: usize, symbol: &str) -> bool {
        at < self.tokens.len() && self.tokens[at].is_symbol(self.text, symbol)
    }

    fn is_word(&self, at: usize, word: &str) -> bool {
        at < self.tokens.len() && self.tokens[at].is_word(self.text, word)
    }

    fn is_any(&self, at: usize, words: &[&str]) -> bool {
        at < self.tokens.len() && self.tokens[at].is_any_word(self.text, words)
    }

    /// Whether it is a word that means something else than a name wherever an expression may stand.
    fn is_syntax(&self, at: usize) -> bool {
        at < self.tokens.len() && normal::is_syntax_token(&self.tokens[at], self.text)
    }

    /// The character of a symbol, zero for other tokens.
    fn symbol(&self, at: usize) -> u8 {
        if at < self.tokens.len() && matches!(self.tokens[at].kind, TokenKind::Symbol) {
            self.text.as_bytes()[self.tokens[at].span.start]
        } else {
            0
        }
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(self.at, word);
        self.at += usize::from(found);
        found
    }

    fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.is_symbol(self.at, symbol);
        self.at += usize::from(found);
        found
    }

    /// The name at that place, without quotes.
    fn name(&self, at: usize) -> String {
        let text = self.token(at).map(|token| token.text(self.text)).unwrap_or_default();
        normal::unquoted(text)
    }

    fn lower(&self, at: usize) -> String {
        normal::lowered(self.name(at))
    }

    /// Behind the parenthesis that closes the one at `at`.
    fn behind_group(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        let mut next = at;
        while next < self.tokens.len() {
            match self.symbol(next) {
                b'(' => depth += 1,
                b')' if depth <= 1 => return next + 1,
                b')' => depth -= 1,
                _ => {}
            }
            next += 1;
        }
        self.tokens.len()
    }

    /// The first place from `at` on, outside of parentheses, that `ends`, or where the parentheses
    /// around `at`, the statement or the text end.
    fn until(&self, at: usize, ends: impl Fn(&Self, usize) -> bool) -> usize {
        let mut next = at;
        while next < self.tokens.len() {
            let symbol = self.symbol(next);
            if matches!(symbol, b')' | b';') || ends(self, next) {
                return next;
            }
            next = if symbol == b'(' { self.behind_group(next) } else { next + 1 };
        }
        next
    }

    fn uses(&mut self, at: usize, table: &Name, column: Option<String>) {
        if let Some(token) = self.tokens.get(at) {
            self.uses.push(Use { span: token.span, table: table.clone(), column });
        }
    }
}

#[cfg(test)]
mod tests;
