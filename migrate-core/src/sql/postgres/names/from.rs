//! What stands behind `FROM` and its like.

use super::super::name::{ident, path};
use super::super::tree::{Node, SyntaxKind};
use super::{QUERIES, Reader, alias_of};
use crate::command::{Output, Rows, Source};

impl Reader {
    /// Adds the tables of a clause to a scope.
    pub(super) fn from(&mut self, clause: Node<'_>, scope: usize) {
        for item in clause.children().filter(|child| !child.is_token()) {
            self.item(item, scope);
        }
    }

    pub(super) fn item(&mut self, item: Node<'_>, scope: usize) {
        self.deeper(|reader| reader.one(item, scope));
    }

    fn one(&mut self, item: Node<'_>, scope: usize) {
        match item.kind() {
            SyntaxKind::RELATION_FROM_ITEM => self.relation_item(item, scope),
            SyntaxKind::PAREN_FROM_ITEM => self.group(item, scope),
            SyntaxKind::PAREN_EXPR => self.from(item, scope),
            SyntaxKind::JOIN_EXPR => self.join(item, scope),
            SyntaxKind::FUNCTION_FROM_ITEM => {
                for call in item.all(SyntaxKind::CALL_EXPR) {
                    self.expression(call, scope);
                }
                self.function(item, scope);
            }
            _ => self.unknown(item, scope),
        }
    }

    fn relation_item(&mut self, item: Node<'_>, scope: usize) {
        let Some(name) = item.child(SyntaxKind::RELATION_NAME_REF) else { return };
        let (alias, columns) = naming(item);
        let source = self.relation(path(name), alias, columns);
        self.add(source, scope);
    }

    fn add(&mut self, source: Source, scope: usize) {
        if let Some(scope) = self.names.scopes.get_mut(scope) {
            scope.sources.push(source);
        }
    }

    fn unknown(&mut self, item: Node<'_>, scope: usize) {
        let (alias, columns) = naming(item);
        let alias = alias.unwrap_or_default();
        self.add(Source { alias, rows: Rows::Unknown, columns }, scope);
    }

    /// A function is called by its own name where it gets no other.
    fn function(&mut self, item: Node<'_>, scope: usize) {
        let (alias, columns) = naming(item);
        let called = || {
            let call = item.child(SyntaxKind::CALL_EXPR)?;
            let name = call.child_of(&[SyntaxKind::NAME_REF, SyntaxKind::FIELD_EXPR])?;
            Some(ident(name).name)
        };
        let alias = alias.or_else(called).unwrap_or_default();
        self.add(Source { alias, rows: Rows::Unknown, columns }, scope);
    }

    /// A query or a join in parentheses.
    fn group(&mut self, item: Node<'_>, scope: usize) {
        let (alias, columns) = naming(item);
        let around = self.names.scopes.get(scope).and_then(|scope| scope.around);
        let query = match item.child_of(&QUERIES) {
            Some(query) => {
                let is_lateral = item.has(SyntaxKind::LATERAL_KW);
                self.query(query, if is_lateral { Some(scope) } else { around })
            }
            None if alias.is_none() => return self.from(item, scope),
            // Of the tables of a join with a name only its own name is seen from without.
            None => {
                let inner = self.names.scope(around, Vec::new());
                self.joined(item, inner);
                let query = self.names.query();
                self.names.queries[query] = vec![Output::All(inner, None)];
                query
            }
        };
        let alias = alias.unwrap_or_default();
        self.add(Source { alias, rows: Rows::Query(query), columns }, scope);
    }

    fn joined(&mut self, item: Node<'_>, scope: usize) {
        for inner in item.all(SyntaxKind::PAREN_EXPR) {
            self.from(inner, scope);
        }
    }

    fn join(&mut self, join: Node<'_>, scope: usize) {
        let count = |reader: &Self| reader.names.scopes[scope].sources.len();
        let first = count(self);
        for part in join.children().filter(|child| !child.is_token()) {
            if !part.is(SyntaxKind::JOIN) {
                self.item(part, scope);
                continue;
            }
            let middle = count(self);
            for right in part.children().filter(|child| !child.is_token()) {
                match right.kind() {
                    SyntaxKind::ON_CLAUSE => self.condition(Some(right), scope),
                    SyntaxKind::JOIN_USING_CLAUSE => self.using(right, scope, first, middle),
                    SyntaxKind::JOIN_INNER
                    | SyntaxKind::JOIN_LEFT
                    | SyntaxKind::JOIN_RIGHT
                    | SyntaxKind::JOIN_FULL
                    | SyntaxKind::JOIN_CROSS => {}
                    _ => self.item(right, scope),
                }
            }
        }
    }

    /// Both sides must have the columns of a `USING`.
    fn using(&mut self, clause: Node<'_>, scope: usize, first: usize, middle: usize) {
        let all = self.names.scopes[scope].sources.clone();
        for side in [all.get(first..middle), all.get(middle..)].into_iter().flatten() {
            let side = self.names.scope(None, side.to_vec());
            self.listed(clause, side);
        }
        if let Some(alias) = clause.child(SyntaxKind::REQUIRED_AS_ALIAS).and_then(alias_of) {
            let names = clause.descendants().filter(|part| part.is(SyntaxKind::COLUMN_NAME_REF));
            let columns = names.map(|name| ident(name).name).collect();
            self.add(Source { alias, rows: Rows::Listed(columns), columns: Vec::new() }, scope);
        }
    }
}

/// The name that something gets, and those of its first columns.
fn naming(item: Node<'_>) -> (Option<String>, Vec<String>) {
    let Some(clause) = item.child(SyntaxKind::FROM_ALIAS) else { return (None, Vec::new()) };
    let columns = clause.child_of(&[SyntaxKind::COLUMN_LIST, SyntaxKind::COLUMN_DEF_LIST]);
    let names = columns.into_iter().flat_map(Node::descendants);
    let names = names.filter(|part| part.is(SyntaxKind::COLUMN_NAME));
    (alias_of(clause), names.map(|name| ident(name).name).collect())
}
