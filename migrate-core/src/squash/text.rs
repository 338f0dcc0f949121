//! Scripts, one behind the other. What is said of a file is said once, on top.

use crate::dialect::Dialect;
use crate::set::Script;
use crate::set::directive::{self, Directive, Timeouts};
use crate::set::kin::Named;
use crate::sql::lexer::{self, TokenKind};

use super::SquashError;

/// The scripts of one direction.
pub(super) struct Pieces {
    pieces: Vec<String>,
    timeout: Option<String>,
    pub(super) transaction: bool,
}

impl Pieces {
    pub(super) fn read<'s>(
        scripts: impl Iterator<Item = (String, &'s Script)>,
        dialect: Dialect,
    ) -> Result<Self, SquashError> {
        let mut read = Self { pieces: Vec::new(), timeout: None, transaction: true };
        let mut first: Option<(String, bool, Timeouts)> = None;
        for (name, script) in scripts {
            let times = directive::timeouts(&script.sql, dialect);
            match &first {
                None => {
                    read.transaction = script.transaction;
                    read.timeout = timeout(&script.sql, dialect);
                    first = Some((name.clone(), script.transaction, times));
                }
                Some((other, transaction, _)) if *transaction != script.transaction => {
                    let (inside, outside) =
                        if *transaction { (other.clone(), name) } else { (name, other.clone()) };
                    return Err(SquashError::Mixed { inside, outside });
                }
                Some((other, _, expected)) if *expected != times => {
                    return Err(SquashError::Timeouts { one: other.clone(), other: name });
                }
                Some(_) => {}
            }
            read.pieces.push(format!("-- {name}\n{}", piece(&script.sql, dialect)));
        }
        Ok(read)
    }

    /// All of it, behind what is said of the whole.
    pub(super) fn text(&self, ways: &[Vec<Named>], reasons: &[String]) -> String {
        let mut head = Vec::new();
        for way in ways {
            let names: Vec<String> = way.iter().map(ToString::to_string).collect();
            head.push(format!("replaces({})", names.join(", ")));
        }
        if !self.transaction {
            head.push("no-transaction".to_owned());
        }
        head.extend(self.timeout.clone());
        if !reasons.is_empty() {
            let reason = reasons.join("; ").replace('\\', "\\\\").replace('"', "\\\"");
            head.push(format!("irreversible(reason = \"{reason}\")"));
        }
        let head: String = head.iter().map(|line| format!("-- migrate: {line}\n")).collect();
        let gap = if head.is_empty() { "" } else { "\n" };
        format!("{head}{gap}{}", self.pieces.join("\n"))
    }
}

/// The directive as it is written.
fn timeout(sql: &str, dialect: Dialect) -> Option<String> {
    let (found, _) = directive::directives(sql, &lexer::tokens(sql, dialect), dialect);
    let said = found.into_iter().find(|it| matches!(it.directive, Directive::Timeout(_)))?;
    Some(sql[said.span.range()].to_owned())
}

/// A script without what it says of its file, its last statement ended.
fn piece(sql: &str, dialect: Dialect) -> String {
    let tokens = lexer::tokens(sql, dialect);
    let (found, _) = directive::directives(sql, &tokens, dialect);
    let of_the_file = |it: &Directive| {
        matches!(
            it,
            Directive::NoTransaction
                | Directive::Timeout(_)
                | Directive::Irreversible { .. }
                | Directive::Replaces { .. }
        )
    };
    let mut text = String::with_capacity(sql.len());
    let mut kept = 0;
    for placed in found.iter().filter(|placed| of_the_file(&placed.directive)) {
        let start = sql[..placed.span.start].rfind(['-', '#']).unwrap_or(placed.span.start);
        let start = sql[..start].trim_end_matches(['-', '#']).len();
        text.push_str(&sql[kept..start]);
        let rest = &sql[placed.span.end..];
        kept = placed.span.end + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
        // A line that held nothing else goes with it.
        if text.is_empty() || text.ends_with('\n') {
            kept += usize::from(sql[kept..].starts_with('\n'));
        }
    }
    text.push_str(&sql[kept..]);
    let text = text.trim_end();
    let last = tokens.iter().rev().find(|token| !token.is_trivia());
    let ended = last.is_none_or(|token| token.text(sql) == ";");
    // A comment at the end would swallow what stands behind it in its line.
    let is_comment = tokens.iter().rev().find(|token| token.kind != TokenKind::Whitespace);
    let is_comment = is_comment.is_some_and(|token| token.kind == TokenKind::LineComment);
    match (ended, is_comment) {
        (true, _) => format!("{text}\n"),
        (false, false) => format!("{text};\n"),
        (false, true) => format!("{text}\n;\n"),
    }
}
