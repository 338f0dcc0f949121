//! One spelling for expressions, queries and definitions that mean the same.
//!
//! Blanks and comments go, names and keywords are folded, quotes stay only where they mean something,
//! types are spelled as the engine prints them, `!=` is `<>` as it is to the engine's own parser. No
//! more: functions and operators are not rewritten, since two spellings that the reader takes for one
//! must be one to the engine as well.

use std::collections::BTreeSet;

use super::name::{dollar_part, is_plain, unquoted};
use super::tree::{Node, SyntaxKind};
use crate::dialect::Dialect;
use crate::dialect::postgres::types;
use crate::sql::normal::has_upper;
use crate::sql::quote;

/// Nodes that are a type wherever they stand.
pub(super) const TYPES: [SyntaxKind; 11] = [
    SyntaxKind::PATH_TYPE,
    SyntaxKind::ARRAY_TYPE,
    SyntaxKind::VARCHAR_TYPE,
    SyntaxKind::CHARACTER_TYPE,
    SyntaxKind::DOUBLE_TYPE,
    SyntaxKind::TIMESTAMP_TYPE,
    SyntaxKind::TIME_TYPE,
    SyntaxKind::INTERVAL_TYPE,
    SyntaxKind::BIT_TYPE,
    SyntaxKind::BIT_VARYING_TYPE,
    SyntaxKind::PERCENT_TYPE,
];

/// The normal spelling of an expression: parentheses around all of it mean nothing.
pub(super) fn expression(node: Node<'_>) -> String {
    let text = spelled(bare(node));
    two_comparisons(&text).unwrap_or(text)
}

/// `a BETWEEN 1 AND 2`, if that is all, as the two comparisons that the engine makes of it. Beside others it
/// keeps parentheses around them.
fn two_comparisons(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let is_simple = |words: &[&str]| {
        let is_one = |it: &str| {
            let is_plain =
                |letter: char| letter.is_ascii_alphanumeric() || "_.'-:".contains(letter);
            it.chars().all(is_plain) && it.matches('\'').count().is_multiple_of(2)
        };
        words.iter().all(|it| is_one(it))
    };
    let (column, (low, join, high), least, most) = match words[..] {
        [column, "between", least, "and", most] => (column, (">=", "and", "<="), least, most),
        [column, "not", "between", least, "and", most] => (column, ("<", "or", ">"), least, most),
        _ => return None,
    };
    let is_it = is_simple(&[column, least, most]);
    is_it.then(|| format!("{column} {low} {least} {join} {column} {high} {most}"))
}

/// What stands in parentheses, if nothing else does.
pub(super) fn bare(mut node: Node<'_>) -> Node<'_> {
    while node.is(SyntaxKind::PAREN_EXPR) {
        let mut inner = node.children().filter(|child| !is_parenthesis(*child));
        match (inner.next(), inner.next()) {
            (Some(inner), None) if !inner.is(SyntaxKind::SELECT) => node = inner,
            _ => break,
        }
    }
    node
}

fn is_parenthesis(node: Node<'_>) -> bool {
    matches!(node.kind(), SyntaxKind::L_PAREN | SyntaxKind::R_PAREN)
}

/// The normal spelling of all that `node` consists of, a closing semicolon left out.
pub(super) fn spelled(node: Node<'_>) -> String {
    let mut text = String::with_capacity(node.text().len());
    append(&mut text, node);
    text
}

/// The normal spelling of several nodes, one behind the other.
pub(super) fn spelled_all<'t>(nodes: impl IntoIterator<Item = Node<'t>>) -> String {
    let mut text = String::new();
    for node in nodes {
        append(&mut text, node);
    }
    text
}

/// Adds the normal spelling of `node` to `text`.
pub(super) fn append(text: &mut String, node: Node<'_>) {
    let mut at = Some(node);
    let mut idle = BTreeSet::new();
    while let Some(part) = at {
        at = match part.kind() {
            SyntaxKind::BIN_EXPR => {
                idle_parentheses(part, &mut idle);
                part.step(node)
            }
            // All of a condition may as well stand in parentheses.
            SyntaxKind::ON_CLAUSE | SyntaxKind::WHERE_CLAUSE | SyntaxKind::HAVING_CLAUSE => {
                if let Some(whole) = part.child(SyntaxKind::PAREN_EXPR)
                    && let [open, inner, close] = whole.children().collect::<Vec<_>>()[..]
                    && !inner.is(SyntaxKind::SELECT)
                {
                    idle.extend([open.span().start, close.span().start]);
                }
                part.step(node)
            }
            SyntaxKind::L_PAREN | SyntaxKind::R_PAREN
                if !idle.is_empty() && idle.contains(&part.span().start) =>
            {
                part.step(node)
            }
            SyntaxKind::CUSTOM_OP | SyntaxKind::COLON_COLON => {
                word(text, &part.tokens().map(Node::text).collect::<String>());
                part.skip(node)
            }
            kind if is_type(kind) => {
                word(text, &types::normal(part.text()));
                part.skip(node)
            }
            // `INNER JOIN` is `JOIN`, `LEFT OUTER JOIN` is `LEFT JOIN`, and whatever is not descending is
            // ascending.
            SyntaxKind::INNER_KW | SyntaxKind::OUTER_KW | SyntaxKind::ASC_KW => part.step(node),
            kind => {
                if part.is_token() && kind != SyntaxKind::SEMICOLON {
                    token(text, part);
                }
                part.step(node)
            }
        };
    }
}

/// Where the parentheses around comparisons stand that `AND` and `OR` join: a comparison binds closer
/// anyway, and the engine keeps none that mean nothing.
fn idle_parentheses(node: Node<'_>, found: &mut BTreeSet<usize>) {
    if node.child_of(&[SyntaxKind::AND_KW, SyntaxKind::OR_KW]).is_none() {
        return;
    }
    for side in node.all(SyntaxKind::PAREN_EXPR) {
        let parts: Vec<Node<'_>> = side.children().collect();
        let [open, inner, close] = parts[..] else { continue };
        let operator = inner.children().nth(1).map(Node::kind);
        let compares = operator.is_some_and(|kind| {
            matches!(
                kind,
                SyntaxKind::EQ
                    | SyntaxKind::NEQ
                    | SyntaxKind::NEQB
                    | SyntaxKind::L_ANGLE
                    | SyntaxKind::R_ANGLE
                    | SyntaxKind::LTEQ
                    | SyntaxKind::GTEQ
            )
        });
        if inner.is(SyntaxKind::BIN_EXPR) && compares {
            found.extend([open.span().start, close.span().start]);
        }
    }
}

/// Whether a node is a type wherever it stands.
fn is_type(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::PATH_TYPE
            | SyntaxKind::ARRAY_TYPE
            | SyntaxKind::VARCHAR_TYPE
            | SyntaxKind::CHARACTER_TYPE
            | SyntaxKind::DOUBLE_TYPE
            | SyntaxKind::TIMESTAMP_TYPE
            | SyntaxKind::TIME_TYPE
            | SyntaxKind::INTERVAL_TYPE
            | SyntaxKind::BIT_TYPE
            | SyntaxKind::BIT_VARYING_TYPE
            | SyntaxKind::PERCENT_TYPE
    )
}

fn word(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

/// Adds the normal spelling of a token.
fn token(text: &mut String, node: Node<'_>) {
    let written = node.text();
    match node.kind() {
        SyntaxKind::IDENT if !is_plain(written) => {
            word(text, &quote::identifier(&unquoted(written), Dialect::Postgres));
        }
        SyntaxKind::NEQ | SyntaxKind::NEQB => word(text, "<>"),
        SyntaxKind::DOLLAR_QUOTED_STRING => match dollar_part(written) {
            Some((inner, _)) => word(text, &quote::literal(inner)),
            None => word(text, written),
        },
        SyntaxKind::ESC_STRING if !written.contains('\\') => {
            word(text, written.get(1..).unwrap_or_default());
        }
        SyntaxKind::STRING
        | SyntaxKind::ESC_STRING
        | SyntaxKind::UNICODE_ESC_STRING
        | SyntaxKind::NATIONAL_STRING => word(text, written),
        _ => {
            if has_upper(written) {
                word(text, &written.to_ascii_lowercase());
            } else {
                word(text, written);
            }
        }
    }
}

/// The normal spelling of a default of a column of that type; none where it is none.
///
/// `'x'::text` for a column of type `text` is `'x'`: the engine gives the literal that type anyway.
pub(super) fn default(node: Node<'_>, data_type: &str) -> Option<String> {
    let node = bare(node);
    let literal = literal_of_type(node, data_type).unwrap_or(node);
    let text = spelled(literal);
    // With a modifier the engine keeps it, cut to length: `DEFAULT NULL::character varying`.
    let is_kept = data_type.is_empty() || types::has_modifier(data_type);
    (text != "null" || is_kept).then_some(text)
}

/// The literal in a cast to exactly that type.
fn literal_of_type<'t>(node: Node<'t>, data_type: &str) -> Option<Node<'t>> {
    if !node.is(SyntaxKind::CAST_EXPR) {
        return None;
    }
    let literal = node.child(SyntaxKind::LITERAL)?;
    let token = literal.tokens().next()?;
    let is_text = matches!(token.kind(), SyntaxKind::STRING | SyntaxKind::NULL_KW);
    let cast = types::normal(node.child_of(&TYPES)?.text());
    let plain = types::without_modifier(data_type);
    (is_text && (cast == data_type || cast == plain)).then_some(literal)
}
