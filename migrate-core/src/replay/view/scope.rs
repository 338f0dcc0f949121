//! Which column of which table each name in a query is.
//!
//! A `SELECT` sees what its `FROM` lists, and what the queries around it list. A name is that of the
//! nearest table that has it; where a function, a subquery or a `WITH` stands between them, whose
//! columns are not modelled, it may be.

mod resolve;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::Dialect;
use crate::schema::Name;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal;
use crate::sql::words::Words;

/// A relation that a query reads.
#[derive(Debug)]
pub(super) struct Relation {
    /// Its name.
    pub(super) name: Name,
    /// Its columns; none where they cannot be told.
    pub(super) columns: Option<Vec<String>>,
    /// Columns that it once had.
    pub(super) gone: Vec<String>,
}

/// The columns that a query uses of a relation.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Used {
    /// For certain.
    pub(super) surely: BTreeSet<String>,
    /// As far as can be told.
    pub(super) maybe: BTreeSet<String>,
}

/// One `SELECT`.
#[derive(Debug, Default)]
struct Scope<'a> {
    around: Option<usize>,
    /// What its `FROM` lists: the name it has here, and which relation it is, if it is one.
    sources: Vec<(Cow<'a, str>, Option<usize>)>,
    /// Whether a part of a `UNION`, whose `ORDER BY` names columns of the result.
    is_arm: bool,
}

/// What a parenthesis, or the query as a whole, holds.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    /// The `SELECT` that stands directly in it.
    own: Option<usize>,
    /// The nearest `SELECT` around its tokens.
    scope: Option<usize>,
    in_from: bool,
    /// Whether a table comes next.
    expects: bool,
    /// Whether the arguments of a function that stands for a table come next.
    calls: bool,
    /// Whether it stands for a table itself.
    is_source: bool,
    ordered: bool,
}

#[derive(Debug)]
struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    relations: &'a [Relation],
    scopes: Vec<Scope<'a>>,
    frames: Vec<Frame>,
    /// Words that are read where a column may stand: the token, its scope, and whether the name of a
    /// result comes before that of a column there.
    reads: Vec<(usize, usize, bool)>,
    /// The names that results get.
    results: BTreeSet<Cow<'a, str>>,
}

/// The columns of each relation that the query uses.
pub(super) fn used(text: &str, relations: &[Relation]) -> BTreeMap<Name, Used> {
    let tokens = lexer::significant(text, Dialect::Postgres);
    let mut reader = Reader {
        text,
        tokens,
        relations,
        scopes: Vec::new(),
        frames: vec![Frame::default()],
        reads: Vec::new(),
        results: BTreeSet::new(),
    };
    reader.scan();
    reader.resolve()
}

/// Words that end the list of tables.
static ENDS: Words<12> = Words::new([
    "except",
    "fetch",
    "for",
    "group",
    "having",
    "intersect",
    "limit",
    "offset",
    "order",
    "union",
    "where",
    "window",
]);

/// Words that may stand behind a table and are no name for it.
static NO_ALIAS: Words<13> = Words::new([
    "as",
    "cross",
    "full",
    "inner",
    "join",
    "left",
    "natural",
    "on",
    "ordinality",
    "right",
    "tablesample",
    "using",
    "with",
]);

impl<'a> Reader<'a> {
    fn word(&self, at: usize) -> Option<Cow<'a, str>> {
        let token = self.tokens.get(at)?;
        match token.kind {
            TokenKind::Word => Some(Cow::Borrowed(token.text(self.text))),
            TokenKind::QuotedName => Some(Cow::Owned(normal::unquoted(token.text(self.text)))),
            _ => None,
        }
    }

    fn is_word(&self, at: usize) -> bool {
        at < self.tokens.len()
            && matches!(self.tokens[at].kind, TokenKind::Word | TokenKind::QuotedName)
    }

    /// A word that is not in quotes.
    fn keyword(&self, at: usize) -> &'a str {
        match self.tokens.get(at) {
            Some(token) if matches!(token.kind, TokenKind::Word) => token.text(self.text),
            _ => "",
        }
    }

    /// Whether a symbol stands somewhere: by its byte, since it is asked several times of each token.
    fn symbol(&self, at: usize, symbol: u8) -> bool {
        if at >= self.tokens.len() {
            return false;
        }
        let token = self.tokens[at];
        matches!(token.kind, TokenKind::Symbol) && self.text.as_bytes()[token.span.start] == symbol
    }

    fn before(&self, at: usize, steps: usize, symbol: u8) -> bool {
        at >= steps && self.symbol(at - steps, symbol)
    }

    fn top(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn scan(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            at = self.token(at);
        }
    }

    /// Takes in what begins at a token, and says where the next thing begins.
    fn token(&mut self, at: usize) -> usize {
        if self.symbol(at, b'(') {
            let outer = *self.top();
            // `from ( a join b … )` lists tables, unless it is a query.
            let lists =
                outer.expects && !matches!(self.keyword(at + 1), "select" | "with" | "values");
            let (own, scope) = (outer.own.filter(|_| lists), outer.scope);
            let is_query = outer.expects && !lists;
            if is_query {
                self.add(Cow::default(), None);
            }
            self.top().expects = false;
            self.top().calls = false;
            let is_source = is_query || outer.calls;
            let frame =
                Frame { own, scope, in_from: lists, expects: lists, is_source, ..Frame::default() };
            self.frames.push(frame);
            return at + 1;
        }
        if self.symbol(at, b')') {
            let is_source = self.frames.pop().is_some_and(|frame| frame.is_source);
            return if is_source { self.named(at + 1) } else { at + 1 };
        }
        let keyword = self.keyword(at);
        match keyword {
            "select" => self.select(),
            "from" if self.top().own.is_some() && !self.follows_distinct(at) => {
                self.top().in_from = true;
                self.top().expects = true;
            }
            "join" if self.top().in_from => self.top().expects = true,
            "order" => self.top().ordered = self.top().own.is_some(),
            "union" | "except" | "intersect" => self.end_arm(),
            "natural" => self.natural(),
            "lateral" | "only" if self.top().expects => {}
            _ if self.top().expects && self.is_word(at) => return self.table(at),
            _ => {
                if self.symbol(at, b',') && self.top().in_from {
                    self.top().expects = true;
                }
                self.read(at);
            }
        }
        if ENDS.have(keyword) {
            self.top().in_from = false;
            self.top().expects = false;
        }
        at + 1
    }

    fn follows_distinct(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|at| self.keyword(at) == "distinct")
    }

    fn select(&mut self) {
        let frame = *self.top();
        let around = match frame.own {
            Some(own) => self.scopes.get(own).and_then(|scope| scope.around),
            None => frame.scope,
        };
        self.scopes.push(Scope { around, sources: Vec::new(), is_arm: frame.own.is_some() });
        let own = Some(self.scopes.len() - 1);
        *self.top() = Frame { own, scope: own, is_source: frame.is_source, ..Frame::default() };
    }

    fn end_arm(&mut self) {
        let own = self.top().own;
        if let Some(scope) = own.and_then(|own| self.scopes.get_mut(own)) {
            scope.is_arm = true;
        }
    }

    /// All columns may be what the tables are joined by.
    fn natural(&mut self) {
        let own = self.top().own;
        if let Some(scope) = own.and_then(|own| self.scopes.get_mut(own)) {
            scope.sources.push((Cow::default(), None));
            scope.is_arm = true;
        }
    }

    /// A table in a `FROM`, with the name it has there.
    fn table(&mut self, at: usize) -> usize {
        self.top().expects = false;
        let (mut namespace, mut name, mut next) = (None, self.word(at).unwrap_or_default(), at + 1);
        if self.symbol(next, b'.') {
            namespace = Some(std::mem::replace(&mut name, self.word(next + 1).unwrap_or_default()));
            next += 2;
        }
        if self.symbol(next, b'(') {
            self.add(Cow::default(), None);
            self.top().calls = true;
            return next;
        }
        let namespace = namespace.filter(|namespace| namespace != "public");
        let is_it = |relation: &Relation| {
            relation.name.name == name
                && namespace.as_ref().is_none_or(|it| *it == relation.name.namespace)
        };
        let relation = self.relations.iter().position(is_it);
        let mut alias = name;
        if self.keyword(next) == "as" {
            next += 1;
        }
        if let Some(word) = self.word(next).filter(|_| self.is_alias(next)) {
            alias = word;
            next += 1;
        }
        // With a list of names its columns are called otherwise.
        let relation = relation.filter(|_| !self.symbol(next, b'('));
        self.add(alias, relation);
        next
    }

    /// The name of a query or function that stands for a table, and the names of its columns.
    fn named(&mut self, mut at: usize) -> usize {
        if self.keyword(at) == "as" {
            at += 1;
        }
        if let Some(alias) = self.word(at).filter(|_| self.is_alias(at)) {
            let own = self.top().own;
            let scope = own.and_then(|own| self.scopes.get_mut(own));
            if let Some(source) = scope.and_then(|scope| scope.sources.last_mut()) {
                source.0 = alias;
            }
            at += 1;
        }
        if self.symbol(at, b'(') {
            self.frames.push(Frame::default());
            at += 1;
        }
        at
    }

    fn is_alias(&self, at: usize) -> bool {
        let word = self.keyword(at);
        !NO_ALIAS.have(word) && !ENDS.have(word)
    }

    fn add(&mut self, alias: Cow<'a, str>, relation: Option<usize>) {
        let own = self.top().own;
        if let Some(scope) = own.and_then(|own| self.scopes.get_mut(own)) {
            scope.sources.push((alias, relation));
        }
    }

    /// Notes a word or star where a column may stand.
    fn read(&mut self, at: usize) {
        let Some(scope) = self.top().scope else { return };
        let is_result = at.checked_sub(1).is_some_and(|at| self.keyword(at) == "as");
        if is_result && !self.symbol(at + 1, b'(') {
            self.results.extend(self.word(at));
            return;
        }
        let is_star = self.symbol(at, b'*') && self.is_star(at);
        let is_name = self.is_word(at)
            && !self.symbol(at + 1, b'(')
            && !self.symbol(at + 1, b'.')
            && !self.before(at, 1, b':');
        if is_star || is_name {
            let ordered = self.top().ordered;
            self.reads.push((at, scope, ordered));
        }
    }

    /// Whether a star stands for columns.
    fn is_star(&mut self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        self.symbol(before, b'.')
            || self.top().own.is_some()
                && (self.symbol(before, b',')
                    || self.symbol(before, b')')
                    || matches!(self.keyword(before), "select" | "distinct" | "all"))
    }
}

#[cfg(test)]
mod tests;
