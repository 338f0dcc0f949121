//! A statement as the parser has to see it, and what it made of others like it.
//!
//! The parser asks of each word whether it is one of five hundred keywords, one after the other, and
//! never looks at the letters of a name, at the digits of a number or at what is in a string. So it gets
//! one name, one number and one string for all of them, and a statement that differs from an earlier one
//! in those only is not parsed again: its tree is the same one in other places. Without optimisation,
//! as in a macro, parsing was a third of all that judging a set costs; of the statements of real
//! projects six to eight in ten are like another one.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use squawk_parser::EntryPoint;

use super::keyword::KEYWORDS;
use super::tree::{Part, Tree};
use crate::sql::lexer::{Token, TokenKind};
use crate::text::Span;

/// How many shapes are kept: what a script of any size can make a process hold.
const MOST: usize = 4_096;

thread_local! {
    /// What the parser made of each shape, by its [`key`]. It depends on nothing but the shape, so whoever
    /// reads what somebody else left here reads what the parser would say.
    static KNOWN: RefCell<BTreeMap<Vec<u8>, Rc<[Part]>>> = const { RefCell::new(BTreeMap::new()) };
}

/// The part of `sql` at `span`, which consists of `tokens`, as the parser understands it.
pub(super) fn tree<'a>(sql: &'a str, span: Span, tokens: &[Token]) -> Tree<'a> {
    let key = key(sql, tokens);
    let known = KNOWN.with_borrow(|known| known.get(&key).cloned());
    if let Some(parts) = known {
        return Tree::placed(sql, tokens, &parts);
    }
    let shape = Shape::of(sql, tokens);
    let parsed = Tree::parse(&shape.text, &shape.text, 0, EntryPoint::SourceFile, 0);
    if !parsed.errors.is_empty() {
        // What is said about it is about its own letters.
        return Tree::parse(sql, &sql[span.range()], span.start, EntryPoint::SourceFile, 0);
    }
    let parts: Rc<[Part]> = parsed.parts(&shape.tokens).into();
    let tree = Tree::placed(sql, tokens, &parts);
    KNOWN.with_borrow_mut(|known| {
        if known.len() < MOST {
            known.insert(key, parts);
        }
    });
    tree
}

/// What statements of one shape have in common and no others: the text of the shape in fewer bytes, since
/// all but a few statements are of a shape that is known.
fn key(sql: &str, tokens: &[Token]) -> Vec<u8> {
    let mut key = Vec::with_capacity(2 * tokens.len() + 16);
    let mut at = 0;
    while at < tokens.len() {
        let apart = if is_apart(tokens, at) { 0x80 } else { 0 };
        match stand_in(sql, tokens, at) {
            StandIn::Keyword(number) => {
                key.push(apart | 0x40 | (number >> 8) as u8);
                key.push(number as u8);
            }
            StandIn::Text(one_of_four) => key.push(apart | one_of_four as u8),
            StandIn::Itself if matches!(tokens[at].kind, TokenKind::Symbol) => {
                key.push(apart | 0x20);
                key.push(sql.as_bytes()[tokens[at].span.start]);
            }
            StandIn::Itself => {
                let own = own_letters(sql, tokens[at]);
                key.push(apart | 0x21);
                key.extend_from_slice(&own.len().to_le_bytes());
                key.extend_from_slice(own.as_bytes());
            }
        }
        at += 1;
    }
    key
}

/// Whether something stands between a token and the one before it.
fn is_apart(tokens: &[Token], at: usize) -> bool {
    at > 0 && tokens[at - 1].span.end != tokens[at].span.start
}

/// What statements have in common for the parser.
struct Shape {
    text: String,
    /// Where each token stands in it.
    tokens: Vec<Span>,
}

impl Shape {
    fn of(sql: &str, tokens: &[Token]) -> Self {
        let mut text = String::with_capacity(4 * tokens.len());
        let mut places = Vec::with_capacity(tokens.len());
        for (at, token) in tokens.iter().enumerate() {
            if is_apart(tokens, at) {
                text.push(' ');
            }
            let from = text.len();
            match stand_in(sql, tokens, at) {
                StandIn::Keyword(number) => text.push_str(KEYWORDS.all()[number]),
                StandIn::Text(one_of_four) => text.push_str(TEXTS[one_of_four]),
                StandIn::Itself => text.push_str(&own_letters(sql, *token)),
            }
            places.push(Span::new(from, text.len()));
        }
        Self { text, tokens: places }
    }
}

/// What the parser takes for the same as a token.
enum StandIn {
    /// A keyword by its place in the list.
    Keyword(usize),
    /// One of [`TEXTS`].
    Text(usize),
    /// The token itself has to be there.
    Itself,
}

/// The name, the string, the string in dollars and the number that stand for all others.
const TEXTS: [&str; 4] = ["\"n\"", "''", "$$$$", "1"];

fn stand_in(sql: &str, tokens: &[Token], at: usize) -> StandIn {
    let token = tokens[at];
    let Span { start, end } = token.span;
    if matches!(token.kind, TokenKind::Symbol) || !token.terminated || joins(sql, token.span) {
        return StandIn::Itself;
    }
    let bytes = &sql.as_bytes()[start..end];
    match token.kind {
        TokenKind::Word => match KEYWORDS.place_in_any_case(&sql[start..end]) {
            Some(number) => StandIn::Keyword(number),
            None => StandIn::Text(0),
        },
        TokenKind::QuotedName if bytes[0] == b'"' && bytes.len() > 2 => StandIn::Text(0),
        // One that goes on behind another is of the other's form.
        TokenKind::String
            if bytes[0] == b'\''
                && !(at > 0 && matches!(tokens[at - 1].kind, TokenKind::String)) =>
        {
            StandIn::Text(1)
        }
        TokenKind::String if bytes[0] == b'$' => StandIn::Text(2),
        TokenKind::Number if bytes.iter().all(u8::is_ascii_digit) => StandIn::Text(3),
        _ => StandIn::Itself,
    }
}

/// A token that has to be there itself: the case of a word still means nothing.
fn own_letters(sql: &str, token: Token) -> Cow<'_, str> {
    let text = token.text(sql);
    if matches!(token.kind, TokenKind::Word) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether what stands right beside a token may be a part of it for the parser, as in `U&"d\0061t"`,
/// `"a"b` and `1.x`.
fn joins(sql: &str, span: Span) -> bool {
    let bytes = sql.as_bytes();
    let is_number = bytes[span.start].is_ascii_digit();
    span.start > 0 && is_part(bytes[span.start - 1], is_number)
        || span.end < bytes.len() && is_part(bytes[span.end], is_number)
}

const fn is_part(byte: u8, of_number: bool) -> bool {
    match byte {
        // What stands beside most tokens.
        b' ' | b',' | b'(' | b')' | b'\n' | b';' => false,
        b'"' | b'\'' | b'&' | b'$' | b'_' => true,
        b'.' => of_number,
        _ => byte.is_ascii_alphanumeric() || !byte.is_ascii(),
    }
}

#[cfg(test)]
mod tests {
    use squawk_parser::SyntaxKind;

    use super::*;
    use crate::sql::normal::significant;

    fn shape(sql: &str) -> String {
        Shape::of(sql, &significant(sql)).text
    }

    /// What the parser says of the text as it is, and what is said here.
    fn both(sql: &str) -> (String, String) {
        let span = Span::new(0, sql.len());
        let plain = Tree::parse(sql, sql, 0, EntryPoint::SourceFile, 0);
        let said = |tree: &Tree<'_>| {
            let nodes = tree.root().into_iter().flat_map(|root| {
                let all: Vec<_> = root.descendants().collect();
                std::iter::once(root).chain(all)
            });
            let nodes: Vec<String> =
                nodes.map(|node| format!("{:?} {:?}", node.kind(), node.span())).collect();
            let errors = tree.errors.iter().map(|error| format!("{} {}", error.at, error.message));
            (nodes.join("\n"), errors.collect::<Vec<_>>().join("\n"))
        };
        let first = tree(sql, span, &significant(sql));
        // The second time it is known.
        assert!(
            !first.errors.is_empty()
                || KNOWN.with_borrow(|known| {
                    known.len() == MOST || known.contains_key(&key(sql, &significant(sql)))
                })
        );
        let second = tree(sql, span, &significant(sql));
        assert_eq!(said(&first), said(&second), "{sql}");
        let ((plain, errors), (ours, said)) = (said(&plain), said(&first));
        assert_eq!(errors, said, "{sql}");
        (plain, ours)
    }

    #[test]
    fn every_keyword_keeps_its_meaning() {
        for keyword in KEYWORDS.all() {
            let sql = format!("{keyword} {}", keyword.to_ascii_uppercase());
            assert_eq!(shape(&sql), format!("{keyword} {keyword}"));
        }
        // And nothing else has one.
        for keyword in KEYWORDS.all() {
            let other = format!("{keyword}x");
            if !KEYWORDS.have(&other) {
                let tree = Tree::parse(&other, &other, 0, EntryPoint::SourceFile, 0);
                let first = tree.root().and_then(|root| root.tokens().next());
                assert_eq!(first.map(|it| it.kind()), Some(SyntaxKind::IDENT), "{other}");
            }
        }
    }

    #[test]
    fn statements_of_one_shape_differ_in_names_numbers_and_strings() {
        assert_eq!(shape("DROP TABLE users, \"Us\""), "drop table \"n\", \"n\"");
        assert_eq!(
            shape("SELECT  a.b -- c\n, 10, 'x''y', $a$b$a$"),
            "select \"n\".\"n\" , 1, '', $$$$"
        );
        assert_eq!(shape("E'x' 'y' 1.5 $1 U&\"a\" \"a\"b"), "E'x' 'y' 1.5 $1 u&\"a\" \"a\"b");
    }

    #[test]
    fn a_tree_is_the_one_of_the_text_itself() {
        let statements = [
            "SELECT users.name, orders.*, nothing(5) FROM users JOIN orders ON users.id = orders.of",
            "CREATE TABLE gruß (größe int DEFAULT 5, named \"quoted\" UNIQUE, text_ text)",
            "SELECT U&\"d\\0061t\", alias\"quoted\", \"quoted\"alias, value&other, E'x'name, 5::kind",
            "CREATE FUNCTION answer() RETURNS trigger LANGUAGE plpgsql AS $body$ words $body$",
            "SELECT a >= b, a->>'b', 1..2, 1.5e3, 0x1f, $1, x'1f', b'01', a::int[], ARRAY[1,2] @> c;",
            "SELECT B'102', E'a' '\\u00', 12x, 1_000, 'a' 'b', N'x', \"\", ''",
            "SELECT 'a'\n'b', E'c'\n'd' AS e; SELECT; ;",
            "ALTER TABLE a ADD COLUMN b varchar(10) NOT NULL DEFAULT 'x' CHECK (b <> ''), DROP c",
            "CREATE TABLE a (b int, ) ; nonsense $$ here",
            "SELECT a NOT SIMILAR TO b, a AT TIME ZONE 'x', a IS NOT NFC NORMALIZED, a <@ b, a !~* b",
            "DROP TABLE",
            "",
        ];
        for sql in statements {
            let (plain, ours) = both(sql);
            assert_eq!(plain, ours, "{sql}");
        }
    }

    #[test]
    fn a_key_is_that_of_one_shape() {
        let statements = [
            "SELECT a",
            "select B",
            "SELECT  a",
            "SELECT \"a\"",
            "SELECT 1",
            "SELECT 12",
            "SELECT 1.5",
            "SELECT 1 .5",
            "SELECT 'a'",
            "SELECT 'b'",
            "SELECT 'a' 'b'",
            "SELECT $$a$$",
            "SELECT E'a'",
            "SELECT E'ab'",
            "SELECT a\"b\"",
            "SELECT A\"b\"",
            "SELECT select",
            "SELECT (a)",
            "SELECT (a",
            "SELECT(a)",
            "SELECT a, b",
            "SELECT a ,b",
            "SELECT a,b",
            "SELECT",
            "",
        ];
        let keys = statements.map(|sql| (key(sql, &significant(sql)), shape(sql)));
        for (key, text) in &keys {
            for (other, of_other) in &keys {
                assert_eq!(key == other, text == of_other, "{text} | {of_other}");
            }
        }
    }

    #[test]
    fn no_more_than_so_many_shapes_are_kept() {
        for at in 0..MOST + 10 {
            let digit = |bit: usize| if at >> bit & 1 == 0 { "a," } else { "1," };
            let sql = format!("SELECT {} b", (0..13).map(digit).collect::<String>());
            let (plain, ours) = both(&sql);
            assert_eq!(plain, ours, "{sql}");
        }
        assert_eq!(KNOWN.with_borrow(BTreeMap::len), MOST);
    }
}
