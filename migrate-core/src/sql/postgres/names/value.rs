//! Values whose type follows from where they stand.

use super::super::expression::{TYPES, bare};
use super::super::name::{ident, path, string, unquoted};
use super::super::tree::{Node, SyntaxKind};
use super::{QUERIES, Reader};
use crate::command::{Given, Typed, Used, Value};

impl Reader {
    fn value(&mut self, node: Node<'_>, of: Typed, used: Used, scope: usize) {
        let value = Value { scope, of, given: given(node), used, span: node.span() };
        self.names.values.push(value);
    }

    /// `'x'::t`, `t 'x'`, `CAST('x' AS t)`.
    pub(super) fn cast(&mut self, node: Node<'_>, scope: usize) {
        let (Some(literal), Some(kind)) =
            (node.child(SyntaxKind::LITERAL), node.child(SyntaxKind::PATH_TYPE))
        else {
            return;
        };
        if let Some(name) = kind.child(SyntaxKind::PATH_REF).filter(|it| it.span() == kind.span()) {
            self.value(literal, Typed::As(path(name)), Used::Compared, scope);
        }
    }

    /// `a = 'x'`, `a IN ('x', 'y')`.
    pub(super) fn comparison(&mut self, node: Node<'_>, scope: usize) {
        let mut parts = node.children();
        let (Some(left), Some(operator), Some(right)) = (parts.next(), parts.next(), parts.next())
        else {
            return;
        };
        let compares = matches!(
            operator.kind(),
            SyntaxKind::EQ
                | SyntaxKind::NEQ
                | SyntaxKind::NEQB
                | SyntaxKind::IN_KW
                | SyntaxKind::NOT_IN
        );
        if !compares {
            return;
        }
        for (column, value) in [(left, right), (right, left)] {
            let Some(of) = column_of(column) else { continue };
            let value = if value.is(SyntaxKind::PAREN_EXPR) { bare(value) } else { value };
            let list = value.is(SyntaxKind::TUPLE_EXPR);
            let values = value.children().filter(|_| list).chain([value]);
            for value in values.filter(|value| value.is(SyntaxKind::LITERAL)) {
                self.value(value, of.clone(), Used::Compared, scope);
            }
        }
    }

    /// `DEFAULT value` of a column of the type that stands in its definition.
    pub(super) fn default_of(&mut self, definition: Node<'_>, default: Node<'_>, scope: usize) {
        let Some(kind) = definition.child_of(&TYPES) else { return };
        let name = kind.child(SyntaxKind::PATH_REF).filter(|it| it.span() == kind.span());
        let value = default.child(SyntaxKind::LITERAL);
        if let (Some(name), Some(value)) = (name, value) {
            self.value(value, Typed::As(path(name)), Used::Compared, scope);
        }
    }

    /// `SET DEFAULT value`.
    pub(super) fn default_of_column(&mut self, action: Node<'_>, default: Node<'_>, scope: usize) {
        let column = action.child(SyntaxKind::COLUMN_NAME_REF).map(ident);
        let value = default.child(SyntaxKind::LITERAL);
        if let (Some(column), Some(value)) = (column, value) {
            self.value(value, Typed::Column(None, column.name), Used::Compared, scope);
        }
    }

    /// The rows of an `INSERT`.
    pub(super) fn rows(&mut self, insert: Node<'_>, scope: usize) {
        if insert.has(SyntaxKind::OVERRIDING_USER_VALUE) {
            return;
        }
        let overrides = insert.has(SyntaxKind::OVERRIDING_SYSTEM_VALUE);
        let used = if overrides { Used::Overriding } else { Used::Inserted };
        let list = insert.child(SyntaxKind::COLUMN_TARGET_LIST);
        let columns: Option<Vec<Node<'_>>> =
            list.map(|list| list.all(SyntaxKind::COLUMN_TARGET).collect());
        let of = |at: usize| match &columns {
            Some(columns) => columns.get(at).copied().and_then(target_of),
            None => Some(Typed::At(at)),
        };
        let Some(query) = insert.child_of(&QUERIES) else { return };
        let rows = query.child(SyntaxKind::ROW_LIST).filter(|_| query.is(SyntaxKind::VALUES));
        for row in rows.into_iter().flat_map(|rows| rows.all(SyntaxKind::ROW)) {
            let values = row.children().filter(|child| !child.is_token());
            for (at, value) in values.enumerate() {
                if let Some(of) = of(at) {
                    self.value(value, of, used, scope);
                }
            }
        }
        if !query.is(SyntaxKind::SELECT) {
            return;
        }
        let targets = query.child(SyntaxKind::SELECT_CLAUSE);
        let targets = targets.and_then(|clause| clause.child(SyntaxKind::TARGET_LIST));
        let targets = targets.into_iter().flat_map(|list| list.all(SyntaxKind::TARGET));
        for (at, target) in targets.enumerate() {
            let Some(value) = target.children().next() else { break };
            let is_star = value.is(SyntaxKind::STAR) || value.has(SyntaxKind::STAR);
            if is_star {
                break;
            }
            if let Some(of) = of(at) {
                self.value(value, of, used, scope);
            }
        }
    }

    /// One assignment of an `UPDATE`.
    pub(super) fn assignment(&mut self, one: Node<'_>, scope: usize) {
        let target = one.child(SyntaxKind::COLUMN_TARGET).and_then(target_of);
        let value = one.child(SyntaxKind::SET_EXPR).and_then(|value| value.children().next());
        if let (Some(of), Some(value)) = (target, value) {
            self.value(value, of, Used::Updated, scope);
        }
    }
}

/// The column that is written, unless only a part of it is.
fn target_of(target: Node<'_>) -> Option<Typed> {
    let name = target.child(SyntaxKind::COLUMN_NAME_REF)?;
    (name.span() == target.span()).then(|| Typed::Column(None, ident(name).name))
}

/// The column that an operand is.
pub(super) fn column_of(node: Node<'_>) -> Option<Typed> {
    match node.kind() {
        SyntaxKind::NAME_REF => Some(Typed::Column(None, unquoted(node.text()))),
        SyntaxKind::FIELD_EXPR => {
            let names: Vec<Node<'_>> = node.all(SyntaxKind::NAME_REF).collect();
            let [table, column] = names[..] else { return None };
            let table = Some(unquoted(table.text()));
            Some(Typed::Column(table, unquoted(column.text())))
        }
        _ => None,
    }
}

fn given(node: Node<'_>) -> Given {
    match node.kind() {
        _ if node.text().eq_ignore_ascii_case("default") => Given::Default,
        SyntaxKind::LITERAL => string(node).map_or(Given::Other, Given::Text),
        _ => Given::Other,
    }
}
