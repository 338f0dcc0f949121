//! `-- migrate: …` comments.

use crate::dialect::Dialect;
use crate::sql::lexer::{Token, TokenKind};
use crate::text::{Span, nearest};

/// What a script says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Directive {
    /// `no-transaction`: its statements run one by one, outside a transaction.
    NoTransaction,
    /// `irreversible(reason = "…")`: there is no way back.
    Irreversible {
        /// Why.
        reason: String,
    },
}

/// A directive and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The directive.
    pub directive: Directive,
    /// Its text without the comment's beginning.
    pub span: Span,
}

/// A comment that begins like a directive and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectiveError {
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub span: Span,
}

/// What is wrong with a directive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// No directive has that name.
    #[error("unknown directive `{name}`")]
    Unknown {
        /// The name.
        name: String,
        /// The one that was probably meant.
        meant: Option<&'static str>,
    },
    /// There is no name.
    #[error("a directive is missing behind `migrate:`")]
    Nothing,
    /// A reason is required and there is none, or an empty one.
    #[error("`irreversible` needs a reason")]
    NoReason,
    /// The directive does not take that argument.
    #[error("`{directive}` does not take `{argument}`")]
    Argument {
        /// The directive.
        directive: &'static str,
        /// The argument.
        argument: String,
    },
    /// Something else was expected.
    #[error("expected {expected}")]
    Expected {
        /// What.
        expected: &'static str,
    },
}

impl Problem {
    /// What to write instead.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Unknown { meant: Some(meant), .. } => format!("did you mean `{meant}`?"),
            Self::Unknown { .. } | Self::Nothing => {
                "the directives are `no-transaction` and `irreversible(reason = \"...\")`".to_owned()
            }
            Self::NoReason | Self::Argument { directive: IRREVERSIBLE, .. } => {
                "write `-- migrate: irreversible(reason = \"...\")` and say why there is no way back"
                    .to_owned()
            }
            Self::Argument { directive, .. } => format!("write `-- migrate: {directive}`"),
            Self::Expected { .. } => {
                "a directive is a name, as in `-- migrate: no-transaction`, with arguments in \
                 parentheses where it takes some, as in `irreversible(reason = \"...\")`"
                    .to_owned()
            }
        }
    }
}

const NO_TRANSACTION: &str = "no-transaction";
const IRREVERSIBLE: &str = "irreversible";

/// The directives of a script, given all its tokens.
#[must_use]
pub fn directives(
    sql: &str,
    tokens: &[Token],
    dialect: Dialect,
) -> (Vec<Placed>, Vec<DirectiveError>) {
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    for token in tokens.iter().filter(|token| token.kind == TokenKind::LineComment) {
        let Some(span) = body(sql, token, dialect) else { continue };
        match parse(&sql[span.range()]) {
            Ok(directive) => found.push(Placed { directive, span }),
            Err((problem, at)) => {
                errors.push(DirectiveError { problem, span: at.shifted(span.start) });
            }
        }
    }
    (found, errors)
}

/// What stands behind `-- migrate:`, if the comment begins like that.
fn body(sql: &str, token: &Token, dialect: Dialect) -> Option<Span> {
    let text = token.text(sql);
    let marks: &[char] = if dialect == Dialect::Mysql { &['-', '#'] } else { &['-'] };
    let inner = text.trim_start_matches(marks).trim_start();
    let (head, rest) = inner.split_once(':')?;
    if !head.trim_end().eq_ignore_ascii_case("migrate") {
        return None;
    }
    let start = token.span.end - rest.trim_start().len();
    Some(Span::new(start, start + rest.trim().len()))
}

type Failure = (Problem, Span);

fn parse(text: &str) -> Result<Directive, Failure> {
    let whole = Span::new(0, text.len());
    let name_end = text
        .find(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')))
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(name_end);
    let arguments = arguments(rest)
        .map_err(|(expected, at)| (Problem::Expected { expected }, at.shifted(name_end)))?;
    match name {
        "" => Err((Problem::Nothing, whole)),
        NO_TRANSACTION => match arguments.into_iter().next() {
            None => Ok(Directive::NoTransaction),
            Some(argument) => Err((argument.foreign_to(NO_TRANSACTION), whole)),
        },
        IRREVERSIBLE => irreversible(arguments).map_err(|problem| (problem, whole)),
        _ => {
            let meant = nearest(name, [NO_TRANSACTION, IRREVERSIBLE]);
            let problem = Problem::Unknown { name: name.to_owned(), meant };
            Err((problem, Span::new(0, name_end)))
        }
    }
}

fn irreversible(arguments: Vec<Argument>) -> Result<Directive, Problem> {
    let mut reason = None;
    for argument in arguments {
        if argument.name != "reason" || reason.is_some() {
            return Err(argument.foreign_to(IRREVERSIBLE));
        }
        reason = Some(argument.value);
    }
    match reason {
        Some(reason) if !reason.trim().is_empty() => Ok(Directive::Irreversible { reason }),
        _ => Err(Problem::NoReason),
    }
}

/// `name = "value"`.
struct Argument {
    name: String,
    value: String,
}

impl Argument {
    fn foreign_to(self, directive: &'static str) -> Problem {
        Problem::Argument { directive, argument: self.name }
    }
}

/// Reads `(name = "value", …)`, or nothing.
fn arguments(text: &str) -> Result<Vec<Argument>, (&'static str, Span)> {
    let mut cursor = Cursor { text, at: 0 };
    let mut found = Vec::new();
    if !cursor.eat('(') {
        return if cursor.rest().is_empty() {
            Ok(found)
        } else {
            Err(cursor.expected("`(` or the end of the line"))
        };
    }
    while !cursor.eat(')') {
        let name = cursor.name().ok_or_else(|| cursor.expected("a name or `)`"))?;
        if !cursor.eat('=') {
            return Err(cursor.expected("`=` and a text in double quotes"));
        }
        let value = cursor.quoted().ok_or_else(|| cursor.expected("a text in double quotes"))?;
        found.push(Argument { name, value });
        if !cursor.eat(',') && !cursor.rest().starts_with(')') {
            return Err(cursor.expected("`,` or `)`"));
        }
    }
    if cursor.rest().is_empty() {
        Ok(found)
    } else {
        Err(cursor.expected("the end of the line behind `)`"))
    }
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        &self.text[self.at..]
    }

    fn eat(&mut self, letter: char) -> bool {
        let found = self.rest().starts_with(letter);
        self.at += if found { letter.len_utf8() } else { 0 };
        found
    }

    fn name(&mut self) -> Option<String> {
        let rest = self.rest();
        let end = rest
            .find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
            .unwrap_or(rest.len());
        self.at += end;
        (end > 0).then(|| rest[..end].to_owned())
    }

    /// A text in double quotes, in which a backslash stands before a quote or a backslash.
    fn quoted(&mut self) -> Option<String> {
        let rest = self.rest().strip_prefix('"')?;
        let mut value = String::new();
        let mut letters = rest.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.at += 1 + at + 1;
                    return Some(value);
                }
                '\\' => value.push(letters.next()?.1),
                other => value.push(other),
            }
        }
        None
    }

    fn expected(&mut self, what: &'static str) -> (&'static str, Span) {
        self.rest();
        (what, Span::new(self.at, self.text.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::lexer;
    use proptest::prelude::*;

    fn read(sql: &str) -> (Vec<Directive>, Vec<(String, &str)>) {
        let tokens = lexer::tokens(sql, Dialect::Sqlite);
        let (found, errors) = directives(sql, &tokens, Dialect::Sqlite);
        let errors = errors
            .into_iter()
            .map(|error| (error.problem.to_string(), &sql[error.span.range()]))
            .collect();
        (found.into_iter().map(|placed| placed.directive).collect(), errors)
    }

    #[test]
    fn directives_are_read_from_line_comments() {
        let (found, errors) = read(
            "-- a comment\n--migrate:no-transaction\n\
             -- Migrate : irreversible( reason = \"it is \\\"gone\\\"\", )\nselect '-- migrate: x'",
        );
        let reason = "it is \"gone\"".to_owned();
        assert_eq!(found, [Directive::NoTransaction, Directive::Irreversible { reason }]);
        assert_eq!(errors, []);
    }

    #[test]
    fn what_is_malformed_is_pointed_at() {
        let problem = |sql| read(sql).1.remove(0);
        let pair = |text: &str, at| (text.to_owned(), at);
        assert_eq!(
            problem("-- migrate: irreversable(reason = \"x\")"),
            pair("unknown directive `irreversable`", "irreversable")
        );
        assert_eq!(
            problem("-- migrate: irreversible"),
            pair("`irreversible` needs a reason", "irreversible")
        );
        assert_eq!(
            problem("-- migrate: irreversible(reason = \" \")").0,
            "`irreversible` needs a reason"
        );
        assert_eq!(
            problem("-- migrate: irreversible(reason = none)"),
            pair("expected a text in double quotes", "none)")
        );
        assert_eq!(
            problem("-- migrate: no-transaction please"),
            pair("expected `(` or the end of the line", "please")
        );
        assert_eq!(
            problem("-- migrate: no-transaction(why = \"x\")").0,
            "`no-transaction` does not take `why`"
        );
        assert_eq!(problem("-- migrate:").0, "a directive is missing behind `migrate:`");
    }

    proptest! {
        #[test]
        fn no_comment_makes_it_panic(text in "[a-z(=\", )\\\\é-]{0,40}") {
            let sql = format!("-- migrate: {text}");
            let (found, errors) = read(&sql);
            prop_assert_eq!(found.len() + errors.len(), 1);
        }
    }
}
