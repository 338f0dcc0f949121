//! Reading SQL: tokens, statements, and per dialect the meaning of a statement.

pub(crate) mod cursor;
pub mod lexer;
#[cfg(feature = "mysql")]
pub(crate) mod mysql;
pub mod nesting;
pub mod normal;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod quote;
pub mod spelled;
pub mod split;
#[cfg(feature = "sqlite")]
pub mod sqlite;
pub(crate) mod words;

use crate::code;
use crate::command::{Command, Opaque, Statement, Touches, What};
use crate::dialect::{Parts, Target};
use crate::sql::lexer::Token;
use crate::text::Span;

/// A script as the dialect's reader understands it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// Its statements in order; those that do not parse are in here as opaque ones.
    pub statements: Vec<Statement>,
    /// What no engine of the dialect would accept, in the order of the text.
    pub errors: Vec<SyntaxError>,
}

/// Something that does not parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where the reader could not go on.
    pub span: Span,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The likely cause and what to write instead.
    pub help: Option<String>,
}

/// Reads a script. Never fails: what cannot be understood is an opaque statement.
#[must_use]
pub fn read(sql: &str, target: Target) -> Script {
    if code::is_code(sql) {
        return code_of(sql);
    }
    let tokens = lexer::significant(sql, target.dialect);
    let mut script = Script::default();
    for range in split::ranges_of(sql, &tokens, target.dialect) {
        let own = &tokens[range];
        let span = own[0].span.to(own[own.len() - 1].span);
        let commands = match nesting::check(sql, own) {
            Ok(()) => (Parts::of(target.dialect).read)(sql, own, target, &mut script.errors),
            Err(error) => {
                script.errors.push(error);
                vec![unread(span, "it is nested too deeply to be read")]
            }
        };
        script.statements.push(Statement { span, commands });
    }
    script
}

/// A script in Rust: one statement, of which nothing is known but what it says itself.
fn code_of(script: &str) -> Script {
    let span = code::head(script);
    let is_rows_only = code::is_rows_only(script);
    let touches = if is_rows_only { Touches::Rows } else { Touches::Everything };
    let opaque = Opaque { reason: "it is written in Rust".to_owned(), touches, dynamic: false };
    let commands = vec![Command::new(span, What::Opaque(opaque))];
    Script { statements: vec![Statement { span, commands }], errors: Vec::new() }
}

/// From the first of the tokens of a statement to the last.
pub(crate) fn span_of(tokens: &[Token]) -> Span {
    match tokens {
        [first, .., last] => first.span.to(last.span),
        [only] => only.span,
        [] => Span::default(),
    }
}

/// A statement, or a part of one, that nothing is known about.
pub(crate) fn unread(span: Span, reason: &str) -> Command {
    let opaque = Opaque { reason: reason.to_owned(), touches: Touches::Everything, dynamic: false };
    Command::new(span, What::Opaque(opaque))
}
