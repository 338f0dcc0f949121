//! Where names of columns stand, and which tables and queries they may be of.
//!
//! The tree says which words are names of columns; this follows the scopes that the grammar gives them
//! (<https://www.postgresql.org/docs/current/queries-table-expressions.html>). Where a name may mean
//! more than is understood here, its scope has a source of which nothing is known.

mod condition;
mod data;
mod from;
mod query;
mod table;
mod value;

use super::name::{ident, path, unquoted};
use super::tree::{Node, SyntaxKind};
use crate::command::{Command, Misplaced, Names, Path, Reference, Rows, Source};
use crate::sql::words::Words;

/// Gives each of the commands of a statement the names that stand in it.
pub(super) fn attach(statement: Node<'_>, commands: &mut [Command]) {
    let names = of(statement);
    if names.is_empty() {
        return;
    }
    match commands {
        [only] => only.names = names,
        several => {
            for command in several {
                command.names = names.within(command.span);
            }
        }
    }
}

/// The names in a statement.
fn of(statement: Node<'_>) -> Names {
    let mut reader = Reader::default();
    reader.definition(statement);
    if reader.gave_up { Names::default() } else { reader.names }
}

/// How deep this reader goes: operators of one kind stand in one another to the left, however many.
const DEEPEST: usize = 200;

/// Names as far as they were read.
#[derive(Default)]
struct Reader {
    names: Names,
    /// The queries that a `WITH` around this place names.
    common: Vec<Common>,
    depth: usize,
    /// Whether some of it was nested too deeply.
    gave_up: bool,
    /// What is being read, where no query can stand in it.
    plain: Option<&'static str>,
}

/// A query with a name.
struct Common {
    name: String,
    query: usize,
    columns: Vec<String>,
}

/// The words for values that need no parentheses.
static VALUES: Words<13> = Words::new([
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "localtime",
    "localtimestamp",
    "session_user",
    "system_user",
    "user",
]);

/// What a query may be.
const QUERIES: [SyntaxKind; 6] = [
    SyntaxKind::SELECT,
    SyntaxKind::COMPOUND_SELECT,
    SyntaxKind::PAREN_SELECT,
    SyntaxKind::VALUES,
    SyntaxKind::TABLE,
    SyntaxKind::SELECT_INTO,
];

/// What writes rows.
const CHANGES: [SyntaxKind; 4] =
    [SyntaxKind::INSERT, SyntaxKind::UPDATE, SyntaxKind::DELETE, SyntaxKind::MERGE];

impl Reader {
    /// Reads something that may stand in its like, unless that goes too deep.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= DEEPEST {
            self.gave_up = true;
            return None;
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        Some(found)
    }

    /// The names in an expression, or in all expressions below a clause.
    fn expression(&mut self, node: Node<'_>, scope: usize) {
        self.deeper(|reader| reader.part(node, scope));
    }

    fn part(&mut self, node: Node<'_>, scope: usize) {
        match node.kind() {
            SyntaxKind::NAME_REF => self.column(node, None, scope),
            SyntaxKind::FIELD_EXPR => self.field(node, scope),
            SyntaxKind::CALL_EXPR => {
                let is_name = [SyntaxKind::NAME_REF, SyntaxKind::FIELD_EXPR];
                let called = node.child_of(&is_name).map(Node::span);
                self.sequence(node);
                for child in node.children().filter(|child| Some(child.span()) != called) {
                    self.expression(child, scope);
                }
            }
            _ if node.is_any(&QUERIES) => {
                if let Some(inside) = self.plain {
                    self.names.misplaced.push(Misplaced { inside, span: node.span() });
                }
                self.query(node, Some(scope));
            }
            SyntaxKind::BIN_EXPR | SyntaxKind::CAST_EXPR => {
                if node.is(SyntaxKind::BIN_EXPR) {
                    self.comparison(node, scope);
                } else {
                    self.cast(node, scope);
                }
                self.below(Some(node), scope);
            }
            // What is operated with is an operator, whatever names it has.
            SyntaxKind::OPERATOR_CALL | SyntaxKind::LOCKING_CLAUSE => {}
            _ => self.below(Some(node), scope),
        }
    }

    fn below(&mut self, node: Option<Node<'_>>, scope: usize) {
        let Some(node) = node else { return };
        for child in node.children() {
            if !child.is_token() {
                self.expression(child, scope);
            }
        }
    }

    /// Reads what the engine takes no query in.
    fn plain(&mut self, inside: &'static str, read: impl FnOnce(&mut Self)) {
        let around = self.plain.replace(inside);
        read(self);
        self.plain = around;
    }

    /// A name that stands alone; the words for values are none.
    fn column(&mut self, node: Node<'_>, or_result: Option<usize>, scope: usize) {
        let written = node.text();
        let is_value = VALUES.have_in_any_case(written);
        // What it spells is only known to the engine.
        if is_value || is_escaped(written) {
            return;
        }
        let (column, span) = (Some(unquoted(written)), node.span());
        self.names.references.push(Reference { scope, qualifier: None, column, or_result, span });
    }

    /// `t.c`, `s.t.c`, `t.*`, and fields of values.
    fn field(&mut self, node: Node<'_>, scope: usize) {
        let mut parts = Vec::new();
        let mut base = node;
        while base.is(SyntaxKind::FIELD_EXPR) {
            let mut children = base.children();
            let Some(inner) = children.next() else { return };
            parts.push(children.last());
            base = inner;
        }
        if !base.is(SyntaxKind::NAME_REF) {
            return self.expression(base, scope);
        }
        let mut names: Vec<Node<'_>> = parts.into_iter().flatten().collect();
        names.push(base);
        let [last, qualifier, ..] = names[..] else { return };
        if names.iter().any(|part| is_escaped(part.text())) {
            return;
        }
        let column = (!last.is(SyntaxKind::STAR)).then(|| unquoted(last.text()));
        let span = if column.is_some() { last.span() } else { qualifier.span() };
        let qualifier = Some(ident(qualifier));
        self.names.references.push(Reference { scope, qualifier, column, or_result: None, span });
    }

    /// The columns that a list names, of one table.
    fn listed(&mut self, node: Node<'_>, scope: usize) {
        for name in node.descendants().filter(|part| part.is(SyntaxKind::COLUMN_NAME_REF)) {
            self.column(name, None, scope);
        }
    }

    /// A table or view by its written name, or the query of that name.
    fn relation(&self, path: Path, alias: Option<String>, columns: Vec<String>) -> Source {
        let alias = alias.unwrap_or_else(|| path.name.clone());
        let is_it = |common: &&Common| path.namespace.is_none() && common.name == path.name;
        match self.common.iter().rev().find(is_it) {
            Some(common) => {
                let further = common.columns.iter().skip(columns.len()).cloned();
                let columns = columns.iter().cloned().chain(further).collect();
                Source { alias, rows: Rows::Query(common.query), columns }
            }
            None => Source { alias, rows: Rows::Of(path), columns },
        }
    }

    /// The table that a statement writes or a definition is about.
    fn target(&self, node: Node<'_>) -> Option<Source> {
        let kinds = [
            SyntaxKind::RELATION_NAME_REF,
            SyntaxKind::RELATION_NAME,
            SyntaxKind::TABLE_RELATION_NAME,
            SyntaxKind::TABLE_NAME_REF,
            SyntaxKind::TABLE_NAME,
        ];
        let name = node.child_of(&kinds)?;
        let aliases = [SyntaxKind::OPTIONAL_AS_ALIAS, SyntaxKind::REQUIRED_AS_ALIAS];
        let alias = node.child_of(&aliases).map(|alias| alias_of(alias).unwrap_or_default());
        let path = path(name);
        let alias = alias.unwrap_or_else(|| path.name.clone());
        Some(Source { alias, rows: Rows::Of(path), columns: Vec::new() })
    }
}

fn alias_of(node: Node<'_>) -> Option<String> {
    node.child(SyntaxKind::TABLE_ALIAS).map(|alias| ident(alias).name)
}

/// Whether a name is written by the numbers of its letters.
fn is_escaped(written: &str) -> bool {
    matches!(written.as_bytes(), [b'u' | b'U', b'&', ..])
}
