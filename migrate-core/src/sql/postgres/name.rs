//! Names: folded, unquoted, cut to the length the engine keeps.

use super::tree::{Node, SyntaxKind};
use crate::command::{Ident, Path};
use crate::sql::normal::lowered;
use crate::text::Span;

/// How many bytes of a name the engine keeps (`NAMEDATALEN - 1`).
const LONGEST: usize = 63;

/// Whether a name is written without quotes, as nearly all are.
pub(super) fn is_plain(written: &str) -> bool {
    !matches!(written.as_bytes(), [b'"', ..] | [_, b'&', ..])
}

/// The name that a token stands for: in lower case, or as it stands between its quotes.
pub(super) fn unquoted(written: &str) -> String {
    if is_plain(written) {
        return truncated(lowered(written.to_owned()));
    }
    let (quoted, is_escaped) = match written.as_bytes() {
        [b'u' | b'U', b'&', b'"', ..] => (written.get(2..).unwrap_or_default(), true),
        _ => (written, false),
    };
    let inner = quoted.strip_prefix('"').map(|rest| rest.strip_suffix('"').unwrap_or(rest));
    let name = match inner.map(|inner| inner.replace("\"\"", "\"")) {
        Some(inner) if is_escaped => unescaped(&inner),
        Some(inner) => inner,
        None => written.to_ascii_lowercase(),
    };
    truncated(name)
}

/// A name in which letters are written by their numbers: `d\0061t`, `d\+000061t`. Another mark than
/// the backslash (`UESCAPE`) is nothing that anybody writes.
fn unescaped(written: &str) -> String {
    let mut name = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, escape)) = rest.split_once('\\') {
        name.push_str(before);
        let (skipped, digits) = match escape.as_bytes().first() {
            Some(b'\\') => {
                name.push('\\');
                rest = &escape[1..];
                continue;
            }
            Some(b'+') => (1, 6),
            _ => (0, 4),
        };
        let number = escape.get(skipped..skipped + digits);
        let letter =
            number.and_then(|it| u32::from_str_radix(it, 16).ok()).and_then(char::from_u32);
        let Some(letter) = letter else {
            name.push('\\');
            rest = escape;
            continue;
        };
        name.push(letter);
        rest = &escape[skipped + digits..];
    }
    name.push_str(rest);
    name
}

/// A name as the engine keeps it: what is too long loses its end, at a whole character.
pub(super) fn truncated(mut name: String) -> String {
    if name.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|&at| name.is_char_boundary(at)).unwrap_or(0);
        name.truncate(end);
    }
    name
}

/// The name that `node` consists of; of a qualified one the last part.
pub(super) fn ident(node: Node<'_>) -> Ident {
    let last = parts(node).last().map(|token| (unquoted(token.text()), token.span()));
    let (name, span) = last.unwrap_or((String::new(), node.span()));
    Ident { name, span }
}

/// The name of the first child of that kind.
pub(super) fn ident_of(node: Node<'_>, kind: SyntaxKind) -> Option<Ident> {
    node.child(kind).map(ident)
}

/// The qualified name that `node` consists of, `ONLY` and `*` not included.
pub(super) fn path(node: Node<'_>) -> Path {
    let (mut name, mut namespace): (Option<Node<'_>>, _) = (None, None);
    let mut span: Option<Span> = None;
    for token in parts(node) {
        namespace = name.replace(token);
        span = Some(span.map_or(token.span(), |span| span.to(token.span())));
    }
    Path {
        namespace: namespace.map(|token| unquoted(token.text())),
        name: name.map(|token| unquoted(token.text())).unwrap_or_default(),
        span: span.unwrap_or(node.span()),
    }
}

/// The qualified name of the first child of that kind.
pub(super) fn path_of(node: Node<'_>, kind: SyntaxKind) -> Option<Path> {
    node.child(kind).map(path)
}

/// The tokens of a qualified name.
fn parts(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let start = match node.kind() {
        SyntaxKind::TABLE_RELATION_NAME => node.child(SyntaxKind::TABLE_NAME_REF).unwrap_or(node),
        SyntaxKind::RELATION_NAME => node.child(SyntaxKind::RELATION_NAME_REF).unwrap_or(node),
        _ => node,
    };
    start.tokens().filter(|token| !matches!(token.kind(), SyntaxKind::DOT | SyntaxKind::STAR))
}

/// The value of a string literal, where it is one that means what it says.
pub(super) fn string(node: Node<'_>) -> Option<String> {
    let mut tokens = node.tokens();
    let only = tokens.next()?;
    if tokens.next().is_some() {
        return None;
    }
    let text = only.text();
    match only.kind() {
        SyntaxKind::STRING => Some(text.strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'")),
        SyntaxKind::DOLLAR_QUOTED_STRING => dollar_part(text).map(|(inner, _)| inner.to_owned()),
        SyntaxKind::ESC_STRING if !text.contains('\\') => {
            Some(text.get(2..)?.strip_suffix('\'')?.replace("''", "'"))
        }
        SyntaxKind::ESC_STRING => escaped(text.get(2..)?.strip_suffix('\'')?),
        _ => None,
    }
}

/// What stands in an `E''` string; nothing where a letter is given by its number.
fn escaped(inner: &str) -> Option<String> {
    let (mut text, mut letters) = (String::new(), inner.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => text.push(match letters.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                plain @ ('\'' | '"' | '\\') => plain,
                _ => return None,
            }),
            // One quote stands for two.
            '\'' => {
                letters.next();
                text.push('\'');
            }
            _ => text.push(letter),
        }
    }
    Some(text)
}

/// What stands between the tags of a dollar-quoted string, and how far in it begins.
pub(super) fn dollar_part(text: &str) -> Option<(&str, usize)> {
    let tag = text.get(1..)?.find('$')? + 2;
    let inner = text.get(tag..text.len().checked_sub(tag)?)?;
    Some((inner, tag))
}
