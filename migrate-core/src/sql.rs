//! Reading SQL: tokens, statements, and per dialect the meaning of a statement.

pub mod lexer;
pub mod normal;
pub mod quote;
pub mod split;
pub mod sqlite;

use crate::command::{Command, Opaque, Statement, Touches, What};
use crate::dialect::Target;
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
    let statements = split::statements(sql, target.dialect);
    Script { statements: statements.into_iter().map(opaque).collect(), errors: Vec::new() }
}

fn opaque(statement: split::Statement) -> Statement {
    let reason = "this statement is not read yet".to_owned();
    let what = What::Opaque(Opaque { reason, touches: Touches::Everything, dynamic: false });
    Statement { span: statement.span, commands: vec![Command::new(statement.span, what)] }
}
