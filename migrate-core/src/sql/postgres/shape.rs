//! A statement as the parser has to see it, and what it made of others like it.
//!
//! The parser asks of each word whether it is one of five hundred keywords, one after the other, and
//! never looks at the letters of a name, at the digits of a number or at what is in a string. So it gets
//! one name, one number and one string for all of them, and a statement that differs from an earlier one
//! in those only is not parsed again: its tree is the same one in other places. Without optimisation,
//! as in a macro, parsing was a third of all that judging a set costs; of the statements of real
//! projects six to eight in ten are like another one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::LazyLock;

use squawk_parser::{EntryPoint, SyntaxKind};

use super::tree::{Part, Tree};
use crate::sql::lexer::{Token, TokenKind};
use crate::text::Span;

/// How many shapes are kept: what a script of any size can make a process hold.
const MOST: usize = 4_096;

thread_local! {
    /// What the parser made of each shape. It depends on nothing but the shape, so whoever reads what
    /// somebody else left here reads what the parser would say.
    static KNOWN: RefCell<BTreeMap<String, Rc<[Part]>>> = const { RefCell::new(BTreeMap::new()) };
}

/// The part of `sql` at `span`, which consists of `tokens`, as the parser understands it.
pub(super) fn tree<'a>(sql: &'a str, span: Span, tokens: &[Token]) -> Tree<'a> {
    let shape = Shape::of(sql, tokens);
    let known = KNOWN.with_borrow(|known| known.get(&shape.text).cloned());
    if let Some(parts) = known {
        return Tree::placed(sql, tokens, &parts);
    }
    let parsed = Tree::parse(&shape.text, &shape.text, 0, EntryPoint::SourceFile, 0);
    if !parsed.errors.is_empty() {
        // What is said about it is about its own letters.
        return Tree::parse(sql, &sql[span.range()], span.start, EntryPoint::SourceFile, 0);
    }
    let parts: Rc<[Part]> = parsed.parts(&shape.tokens).into();
    let tree = Tree::placed(sql, tokens, &parts);
    KNOWN.with_borrow_mut(|known| {
        if known.len() < MOST {
            known.insert(shape.text, parts);
        }
    });
    tree
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
        let mut behind = None;
        let mut at = 0;
        while at < tokens.len() {
            let token = tokens[at];
            if behind.is_some_and(|behind| behind != token.span.start) {
                text.push(' ');
            }
            behind = Some(token.span.end);
            let from = text.len();
            let follows_string = at > 0 && matches!(tokens[at - 1].kind, TokenKind::String);
            match stand_in(sql, token, follows_string) {
                Some(other) => text.push_str(other),
                None => {
                    text.push_str(token.text(sql));
                    if matches!(token.kind, TokenKind::Word) {
                        text[from..].make_ascii_lowercase();
                    }
                }
            }
            places.push(Span::new(from, text.len()));
            at += 1;
        }
        Self { text, tokens: places }
    }
}

/// What the parser takes for the same as the token, unless the token itself has to be there.
fn stand_in(sql: &str, token: Token, follows_string: bool) -> Option<&'static str> {
    let Span { start, end } = token.span;
    if !token.terminated || joins(sql, token.span) {
        return None;
    }
    let bytes = &sql.as_bytes()[start..end];
    match token.kind {
        TokenKind::Word => (!is_keyword(&sql[start..end])).then_some("\"n\""),
        TokenKind::QuotedName => (bytes[0] == b'"' && bytes.len() > 2).then_some("\"n\""),
        // One that goes on behind another is of the other's form.
        TokenKind::String if bytes[0] == b'\'' && !follows_string => Some("''"),
        TokenKind::String if bytes[0] == b'$' => Some("$$$$"),
        TokenKind::Number => bytes.iter().all(u8::is_ascii_digit).then_some("1"),
        _ => None,
    }
}

/// Whether what stands right beside a token may be a part of it for the parser, as in `U&"d\0061t"`,
/// `"a"b` and `1.x`.
fn joins(sql: &str, span: Span) -> bool {
    let bytes = sql.as_bytes();
    let first = bytes[span.start];
    let is_part = |byte: u8| match byte {
        b'"' | b'\'' | b'&' | b'$' | b'_' => true,
        b'.' => first.is_ascii_digit(),
        _ => byte.is_ascii_alphanumeric() || !byte.is_ascii(),
    };
    span.start > 0 && is_part(bytes[span.start - 1])
        || span.end < bytes.len() && is_part(bytes[span.end])
}

/// What the parser knows, in lower case, by its own names for them: a list for each first letter and
/// length.
static KEYWORDS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let mut words = vec![Vec::new(); LETTERS * LENGTHS];
    for kind in (0..u16::from(SyntaxKind::WHITESPACE)).map(SyntaxKind::from) {
        let word = format!("{kind:?}").to_ascii_lowercase();
        if let Some(word) = word.strip_suffix("_kw").filter(|_| kind.is_keyword()) {
            words[list(word)].push(word.to_owned());
        }
    }
    words
});

const LETTERS: usize = 32;
const LENGTHS: usize = 32;

/// Which of the lists a word would be in; any for what begins with no letter.
fn list(word: &str) -> usize {
    let first = word.as_bytes().first().map_or(0, |byte| byte & 0x1f);
    usize::from(first) * LENGTHS + word.len() % LENGTHS
}

fn is_keyword(word: &str) -> bool {
    let keywords = &KEYWORDS[list(word)];
    let mut at = 0;
    while at < keywords.len() {
        if keywords[at].len() == word.len() && keywords[at].eq_ignore_ascii_case(word) {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
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
        let second = tree(sql, span, &significant(sql));
        assert_eq!(said(&first), said(&second), "{sql}");
        let ((plain, errors), (ours, said)) = (said(&plain), said(&first));
        assert_eq!(errors, said, "{sql}");
        (plain, ours)
    }

    #[test]
    fn every_keyword_keeps_its_meaning() {
        let keywords: Vec<&String> = KEYWORDS.iter().flatten().collect();
        assert!(keywords.len() > 500, "{}", keywords.len());
        for keyword in &keywords {
            let sql = format!("{keyword} {}", keyword.to_ascii_uppercase());
            assert_eq!(shape(&sql), format!("{keyword} {keyword}"));
        }
        // And nothing else has one.
        for keyword in keywords {
            let other = format!("{keyword}x");
            if !is_keyword(&other) {
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
