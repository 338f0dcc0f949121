//! What must be true or false.

use super::super::expression::bare;
use super::super::name::{string, unquoted};
use super::super::tree::{Node, SyntaxKind};
use super::value::column_of;
use super::{Reader, is_escaped};
use crate::command::{Given, Path, Typed, Used, Value};

/// Functions whose first argument is a sequence.
const COUNTING: [&str; 3] = ["currval", "nextval", "setval"];

impl Reader {
    /// The names in a clause that consists of a condition.
    pub(super) fn condition(&mut self, clause: Option<Node<'_>>, scope: usize) {
        let parts = clause.into_iter().flat_map(Node::children);
        for part in parts.filter(|child| !child.is_token()) {
            self.truth(part, scope);
            self.expression(part, scope);
        }
    }

    /// Notes what of a condition is certain to be none.
    fn truth(&mut self, node: Node<'_>, scope: usize) {
        let node = bare(node);
        let operator = node.children().nth(1).filter(|_| node.is(SyntaxKind::BIN_EXPR));
        let given = match (node.kind(), operator.map(Node::kind)) {
            (_, Some(SyntaxKind::AND_KW | SyntaxKind::OR_KW)) => {
                self.deeper(|reader| {
                    let sides = node.children().filter(|child| !child.is_token());
                    sides.for_each(|side| reader.truth(side, scope));
                });
                return;
            }
            (_, Some(SyntaxKind::PLUS | SyntaxKind::MINUS | SyntaxKind::STAR)) => {
                Some(Given::Counted)
            }
            (SyntaxKind::LITERAL, _) => literal(node),
            (SyntaxKind::NAME_REF | SyntaxKind::FIELD_EXPR, _) if !is_escaped(node.text()) => {
                match column_of(node) {
                    Some(Typed::Column(table, column)) => Some(Given::Column(table, column)),
                    _ => None,
                }
            }
            _ => None,
        };
        if let Some(given) = given {
            let (of, used, span) = (Typed::Condition, Used::Compared, node.span());
            self.names.values.push(Value { scope, of, given, used, span });
        }
    }

    /// The sequence that a call names by a string.
    pub(super) fn sequence(&mut self, call: Node<'_>) {
        let name = call.child_of(&[SyntaxKind::NAME_REF, SyntaxKind::FIELD_EXPR]);
        let name = name.and_then(|name| name.tokens().last());
        if !name.is_some_and(|name| COUNTING.contains(&unquoted(name.text()).as_str())) {
            return;
        }
        let argument =
            call.child(SyntaxKind::ARG_LIST).and_then(|list| list.child(SyntaxKind::ARG));
        let Some(value) = argument.and_then(|argument| argument.children().next()) else { return };
        let literal = if value.is(SyntaxKind::CAST_EXPR) {
            let is_name = value
                .child(SyntaxKind::PATH_TYPE)
                .is_some_and(|kind| kind.text().eq_ignore_ascii_case("regclass"));
            value.child(SyntaxKind::LITERAL).filter(|_| is_name)
        } else {
            Some(value).filter(|value| value.is(SyntaxKind::LITERAL))
        };
        let written = literal.and_then(|literal| Some((string(literal)?, literal.span())));
        let path = written.and_then(|(text, span)| path(&text, span));
        self.names.sequences.extend(path);
    }
}

fn literal(node: Node<'_>) -> Option<Given> {
    let token = node.tokens().next()?;
    match token.kind() {
        SyntaxKind::INT_NUMBER | SyntaxKind::NUMERIC_NUMBER => Some(Given::Number),
        _ => string(node).map(Given::Text),
    }
}

/// The name that a string spells.
fn path(text: &str, span: crate::text::Span) -> Option<Path> {
    let parts: Vec<&str> = text.trim().split('.').collect();
    let is_whole = |part: &&str| !part.contains('"') || part.len() > 1 && part.ends_with('"');
    let (namespace, name) = match parts[..] {
        [name] => (None, name),
        [namespace, name] => (Some(namespace), name),
        _ => return None,
    };
    // A number is the identity of a relation.
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
    (parts.iter().all(is_whole) && !is_number).then(|| Path {
        namespace: namespace.map(unquoted),
        name: unquoted(name),
        span,
    })
}
