//! `-- migrate: …` comments, in Rust `// migrate: …`.

mod grammar;
#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::dialect::Dialect;
use crate::rule::Rule;
use crate::set::kin::Named;
use crate::sql::lexer::{self, Token, TokenKind, is_code};
use crate::text::Span;

/// What a script says about itself or about one of its statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Directive {
    /// `no-transaction`: its statements run one by one, outside a transaction.
    NoTransaction,
    /// `irreversible(reason = "…")`: there is no way back.
    Irreversible {
        /// Why.
        reason: String,
    },
    /// `allow(rule, …, reason = "…")`: the rules say nothing about the statement it stands at.
    Allow {
        /// The rules.
        rules: Vec<&'static Rule>,
        /// Why.
        reason: String,
    },
    /// `lossy(table, table.column, …, reason = "…")`: the rows are meant to go.
    Lossy {
        /// Tables and columns as written, each split at its dots.
        what: Vec<Vec<String>>,
        /// Why.
        reason: String,
    },
    /// `replaces(0002_add_role, 0003_index, …)`: a database that has all of these has it, too.
    Replaces {
        /// The names, at least one.
        names: Vec<Named>,
    },
    /// `timeout(lock = "2s", statement = "5min")`: how long the script's statements may take.
    Timeout(Timeouts),
    /// `rows-only`: the script, which is written in Rust, leaves the schema as it is.
    RowsOnly,
    /// `idempotent`: the script, which is written in Rust, may run once more where it was cut off.
    Idempotent,
}

/// How long each statement of a script may take, as far as the script says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timeouts {
    /// To wait for a table that others use.
    pub lock: Option<Duration>,
    /// In all.
    pub statement: Option<Duration>,
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
    #[error("`{directive}` needs a reason")]
    NoReason {
        /// The directive.
        directive: &'static str,
    },
    /// It does not say what it is about.
    #[error("`{directive}` does not say {what}")]
    NoSubject {
        /// The directive.
        directive: &'static str,
        /// What is missing.
        what: &'static str,
    },
    /// No rule has that name.
    #[error("there is no rule `{name}`")]
    UnknownRule {
        /// The name.
        name: String,
        /// The one that was probably meant.
        meant: Option<&'static str>,
    },
    /// The engine has nothing that it could mean.
    #[error("`{directive}` cannot say `{argument}` on {dialect}")]
    Meaningless {
        /// The directive.
        directive: &'static str,
        /// The argument.
        argument: &'static str,
        /// The engine.
        dialect: Dialect,
    },
    /// The directive does not take that argument.
    #[error("`{directive}` does not take `{argument}`")]
    Argument {
        /// The directive.
        directive: &'static str,
        /// The argument.
        argument: String,
    },
    /// It says of SQL what is read in it.
    #[error("`{directive}` is for migrations that are written in Rust")]
    OnlyOfCode {
        /// The directive.
        directive: &'static str,
    },
    /// Something else was expected.
    #[error("expected {expected}")]
    Expected {
        /// What.
        expected: &'static str,
    },
}

const NO_TRANSACTION: &str = "no-transaction";
const IRREVERSIBLE: &str = "irreversible";
const ALLOW: &str = "allow";
const LOSSY: &str = "lossy";
const TIMEOUT: &str = "timeout";
const REPLACES: &str = "replaces";
const ROWS_ONLY: &str = "rows-only";
const IDEMPOTENT: &str = "idempotent";
const NAMES: [&str; 8] =
    [NO_TRANSACTION, IRREVERSIBLE, ALLOW, LOSSY, TIMEOUT, REPLACES, ROWS_ONLY, IDEMPOTENT];

impl Problem {
    /// What to write instead.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Unknown { meant: Some(meant), .. }
            | Self::UnknownRule { meant: Some(meant), .. } => format!("did you mean `{meant}`?"),
            Self::UnknownRule { .. } => {
                "`cargo migrate explain` lists the rules; the last line of a finding names its rule"
                    .to_owned()
            }
            Self::Unknown { .. } | Self::Nothing => {
                "the directives are `no-transaction`, `irreversible`, `allow`, `lossy`, `timeout` and \
                 `replaces`"
                    .to_owned()
            }
            Self::NoReason { directive }
            | Self::NoSubject { directive, .. }
            | Self::Argument { directive, .. } => usage(directive),
            Self::Meaningless { .. } => {
                "no statement waits for a table there, since whoever writes has the whole database; \
                 the option `lock_timeout` (`--lock-timeout`) says how long to wait for that"
                    .to_owned()
            }
            Self::OnlyOfCode { .. } => {
                "remove it: what SQL does to a schema is read in it, and each of its statements is \
                 recorded as it is done"
                    .to_owned()
            }
            Self::Expected { .. } => {
                "a directive is a name, as in `-- migrate: no-transaction`, with arguments in \
                 parentheses where it takes some, as in `irreversible(reason = \"...\")`"
                    .to_owned()
            }
        }
    }
}

fn usage(directive: &str) -> String {
    match directive {
        IRREVERSIBLE => {
            "write `-- migrate: irreversible(reason = \"...\")` and say why there is no way back"
        }
        ALLOW => {
            "write `-- migrate: allow(drop-column, reason = \"...\")` in front of the statement, \
             and say why it is safe here"
        }
        LOSSY => {
            "write `-- migrate: lossy(users.email, reason = \"...\")` in front of the statement, \
             and say why the rows may go"
        }
        REPLACES => {
            "write `-- migrate: replaces(0002_add_role, 0003_index_role)` with the names of all that it \
             stands for; `cargo migrate squash` and `cargo migrate rebase` do"
        }
        TIMEOUT => {
            "write `-- migrate: timeout(lock = \"2s\", statement = \"5min\")`, or one of both"
        }
        _ => return format!("write `-- migrate: {directive}`"),
    }
    .to_owned()
}

/// Names as `lossy` takes them, with dots between: in double quotes where a bare one would not do.
#[must_use]
pub fn dotted(names: &[&str]) -> String {
    let written = names.iter().map(|name| {
        if !name.is_empty() && grammar::bare(name) == name.len() {
            return (*name).to_owned();
        }
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    });
    written.collect::<Vec<_>>().join(".")
}

/// The directives of a script, given its comments, or all its tokens.
#[must_use]
pub fn directives(
    sql: &str,
    tokens: &[Token],
    dialect: Dialect,
) -> (Vec<Placed>, Vec<DirectiveError>) {
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    for token in tokens.iter().filter(|token| token.kind == TokenKind::LineComment) {
        let Some(span) = body(sql, token, dialect) else { continue };
        match grammar::parse(&sql[span.range()]) {
            // Whoever writes has the whole database there, and waits for no table.
            Ok(Directive::Timeout(Timeouts { lock: Some(_), .. }))
                if dialect == Dialect::Sqlite =>
            {
                let (directive, argument) = (TIMEOUT, "lock");
                let problem = Problem::Meaningless { directive, argument, dialect };
                errors.push(DirectiveError { problem, span });
            }
            Ok(directive) if only_of_code(&directive).is_some() && !is_code(sql) => {
                let directive = only_of_code(&directive).unwrap_or_default();
                errors.push(DirectiveError { problem: Problem::OnlyOfCode { directive }, span });
            }
            Ok(directive) => found.push(Placed { directive, span }),
            Err((problem, at)) => {
                errors.push(DirectiveError { problem, span: at.shifted(span.start) });
            }
        }
    }
    (found, errors)
}

/// Its name, where only a script in Rust can say it.
const fn only_of_code(directive: &Directive) -> Option<&'static str> {
    match directive {
        Directive::RowsOnly => Some(ROWS_ONLY),
        Directive::Idempotent => Some(IDEMPOTENT),
        _ => None,
    }
}

/// Whether a script in Rust says that of itself.
pub(crate) fn says(code: &str, wanted: &Directive) -> bool {
    // The dialect makes no difference to the comments of Rust.
    let dialect = Dialect::Sqlite;
    let (found, _) = directives(code, &lexer::tokens(code, dialect), dialect);
    found.iter().any(|placed| placed.directive == *wanted)
}

/// What a script says of how long its statements may take.
#[must_use]
pub fn timeouts(sql: &str, dialect: Dialect) -> Timeouts {
    let (found, _) = directives(sql, &lexer::tokens(sql, dialect), dialect);
    let said = found.into_iter().find_map(|placed| match placed.directive {
        Directive::Timeout(timeouts) => Some(timeouts),
        _ => None,
    });
    said.unwrap_or_default()
}

/// What stands behind `-- migrate:`, if the comment begins like that.
fn body(sql: &str, token: &Token, dialect: Dialect) -> Option<Span> {
    let text = token.text(sql);
    let marks: &[char] = match dialect {
        _ if is_code(sql) => &['/'],
        Dialect::Mysql => &['-', '#'],
        Dialect::Sqlite | Dialect::Postgres => &['-'],
    };
    let inner = text.trim_start_matches(marks).trim_start();
    let (head, rest) = inner.split_once(':')?;
    if !head.trim_end().eq_ignore_ascii_case("migrate") {
        return None;
    }
    let start = token.span.end - rest.trim_start().len();
    Some(Span::new(start, start + rest.trim().len()))
}
