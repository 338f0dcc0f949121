//! The bytes of one file, read as a script.

use std::borrow::Cow;

use crate::checksum::Checksum;
use crate::code::SUFFIX;
use crate::dialect::Dialect;
use crate::dialect::session::Transactional;
use crate::dialect::transactional;
use crate::finding::Finding;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::split::{self, Statement};
use crate::text::{Span, normalized};

use super::code;
use super::directive::{self, Directive, Placed};
use super::kin::Named;
use super::layout::{DivisionError, Layout, Transactions};
use super::name::Direction;
use super::{Script, rules};

/// A script with what only the check of the set needs to know.
pub(super) struct ReadScript {
    pub(super) script: Script,
    /// The text of the file, where it holds both scripts.
    pub(super) whole: Option<String>,
    /// The reason of an `irreversible` directive and where it stands.
    pub(super) irreversible: Option<(String, Span)>,
    /// What it may have been applied as, each with the place where it says so.
    pub(super) replaces: Vec<(Vec<Named>, Span)>,
    /// Whether a directive was reported, which may have been meant to be `irreversible`.
    pub(super) malformed_directive: bool,
}

/// Why there is no script.
pub(super) enum Unread {
    /// It was reported.
    Reported,
    /// It was reported, of a place in this text.
    Within(String),
    /// The file holds both scripts, and there is no down in it.
    NoDown,
}

impl Unread {
    /// The text that the report is about.
    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Within(text) = self { Some(text) } else { None }
    }
}

/// One file of a migration, before it is read.
pub(super) struct Source<'a> {
    /// Relative to the directory.
    pub(super) file: &'a str,
    /// As findings show it.
    pub(super) path: &'a str,
    pub(super) direction: Direction,
    pub(super) dialect: Dialect,
    pub(super) layout: Layout,
    /// Whether a file beside it says that it runs outside a transaction.
    pub(super) outside: bool,
}

/// Decodes and judges the text of one script.
pub(super) fn read(
    source: &Source<'_>,
    bytes: Vec<u8>,
    findings: &mut Vec<Finding>,
) -> Result<ReadScript, Unread> {
    let Some(sql) = decoded(source.path, bytes, findings) else {
        return Err(Unread::Reported);
    };
    if source.layout == Layout::Native && source.file.ends_with(SUFFIX) {
        return code::read(source, sql, findings);
    }
    let (sql, whole, outside) = divided(source, sql, findings)?;
    let (tokens, comments) = lexer::significant_and_comments(&sql, source.dialect);
    let (directives, errors) = directive::directives(&sql, &comments, source.dialect);
    let malformed_directive = !errors.is_empty();
    findings.extend(errors.into_iter().map(|error| code::malformed(source.path, error)));
    let judged = Judged { source, sql: &sql, directives: &directives };
    judged.unterminated([tokens.last(), comments.last()], findings);
    let statements = split::statements_of(&sql, &tokens, source.dialect);
    if statements.is_empty() {
        findings.push(judged.empty());
    }
    let transaction = !(outside || judged.says_no_transaction() || judged.needs_none(&statements));
    judged.transactions(&statements, transaction, findings);
    judged.of_the_file(&statements, findings);
    let irreversible = judged.irreversible(findings);
    let replaces = judged.replaces(findings);
    let script = Script {
        file: Cow::Owned(source.file.to_owned()),
        // What is blank in front of a part is the other one, whose changes are none of this one.
        checksum: Checksum::of(if whole.is_some() { sql.trim() } else { &sql }),
        sql: Cow::Owned(sql),
        transaction,
    };
    Ok(ReadScript { script, whole, irreversible, replaces, malformed_directive })
}

/// The normal text of a file. Nothing when it is not text.
pub(super) fn decoded(path: &str, bytes: Vec<u8>, findings: &mut Vec<Finding>) -> Option<String> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            findings.push(not_utf8(path, at, error.as_bytes()));
            return None;
        }
    };
    let sql = match normalized(&text) {
        Cow::Borrowed(same) if same.len() == text.len() => text,
        other => other.into_owned(),
    };
    if let Some(at) = sql.find('\0') {
        let finding = Finding::new(&rules::NUL_BYTE, path, "the script holds a NUL byte");
        findings.push(finding.note(format!("it is at byte {at}")).help("remove it"));
    }
    Some(sql)
}

/// The text of one script of a file, the whole text if that is more, and whether it runs outside a
/// transaction.
fn divided(
    source: &Source<'_>,
    sql: String,
    findings: &mut Vec<Finding>,
) -> Result<(String, Option<String>, bool), Unread> {
    let profile = source.layout.profile();
    let Some(markers) = source.layout.markers() else {
        let says = |begin| !source.dialect.commits_each_change() && sql.starts_with(begin);
        let outside = matches!(profile.transactions, Transactions::Beginning(it) if says(it));
        return Ok((sql, None, outside || source.outside));
    };
    match markers.part(&sql, source.direction) {
        Ok(Some(part)) => Ok((part.sql, Some(sql), part.outside)),
        Ok(None) => Err(Unread::NoDown),
        Err(error) => {
            let message = error.to_string();
            let (rule, span, help) = match error {
                DivisionError::NoUp(_) => {
                    (&rules::MISSING_UP, None, "write it above the statements of the up")
                }
                DivisionError::Twice(_, span) => {
                    (&rules::MALFORMED_DIRECTIVE, Some(span), "remove one of the two")
                }
                DivisionError::Changes(_, span) => {
                    let help = "write the values into the script, and remove the comment";
                    (&rules::MALFORMED_DIRECTIVE, Some(span), help)
                }
            };
            let finding = Finding::new(rule, source.path, message).help(help);
            findings.push(match span {
                Some(span) => finding.at(span, ""),
                None => finding,
            });
            Err(Unread::Within(sql))
        }
    }
}

fn not_utf8(path: &str, at: usize, bytes: &[u8]) -> Finding {
    let line = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
    Finding::new(&rules::NOT_UTF8, path, "the script is not UTF-8")
        .note(format!("byte {at} (on line {line}) begins no character"))
        .help("save the file as UTF-8")
}

struct Judged<'a> {
    source: &'a Source<'a>,
    sql: &'a str,
    directives: &'a [Placed],
}

impl Judged<'_> {
    fn says_no_transaction(&self) -> bool {
        self.directives.iter().any(|placed| placed.directive == Directive::NoTransaction)
    }

    /// Whether the tool begins no transaction, and the script cannot run in one.
    fn needs_none(&self, statements: &[Statement]) -> bool {
        self.source.layout.profile().transactions == Transactions::AsNeeded
            && statements.iter().any(|statement| {
                transactional(self.source.dialect, self.sql, statement) != Transactional::Yes
            })
    }

    /// What is said of the whole file where it seems to be said of one statement, or said twice.
    fn of_the_file(&self, statements: &[Statement], findings: &mut Vec<Finding>) {
        let is_late = |span: Span| statements.first().is_some_and(|it| span.start > it.span.start);
        let mut timed = false;
        for Placed { directive, span } in self.directives {
            let (name, help) = match directive {
                Directive::NoTransaction => (
                    "no-transaction",
                    "write it above the first statement; where the others belong into a transaction, \
                     move them to a migration of their own",
                ),
                Directive::Timeout(_) => (
                    "timeout",
                    "write it once, above the first statement; where the others need another time, \
                     move them to a migration of their own",
                ),
                _ => continue,
            };
            let is_second = name == "timeout" && std::mem::replace(&mut timed, true);
            let message = match is_second {
                true => format!("`{name}` is said twice"),
                false if is_late(*span) => {
                    format!("`{name}` is about the whole file, not about the statement behind it")
                }
                false => continue,
            };
            let path = self.source.path;
            let finding = Finding::new(&rules::MALFORMED_DIRECTIVE, path, message);
            findings.push(finding.at(*span, "").help(help));
        }
    }

    /// Reports what the end of the text cuts off, which is the last token or the last comment.
    fn unterminated(&self, last: [Option<&Token>; 2], findings: &mut Vec<Finding>) {
        let mut last = last.into_iter().flatten();
        let Some(token) = last.find(|token| !token.terminated) else { return };
        let what = match token.kind {
            TokenKind::BlockComment | TokenKind::ConditionalComment => "comment",
            TokenKind::QuotedName => "quoted name",
            _ => "text in quotes",
        };
        findings.push(
            Finding::new(
                &rules::UNTERMINATED,
                self.source.path,
                format!("this {what} is never closed"),
            )
            .at(token.span, "it begins here"),
        );
    }

    fn empty(&self) -> Finding {
        let path = self.source.path;
        match self.source.direction {
            Direction::Up => Finding::new(&rules::EMPTY_UP, path, "the up holds no statement")
                .help("write the statements that change the schema, or remove both files"),
            Direction::Down => Finding::new(
                &rules::EMPTY_DOWN,
                path,
                "the down holds no statement",
            )
            .note("rolling back would record that the schema is restored, and restore nothing")
            .help(
                "write the statements that undo the up; where that is impossible, remove the \
                 down and write `-- migrate: irreversible(reason = \"...\")` in the up",
            ),
        }
    }

    fn transactions(&self, statements: &[Statement], inside: bool, findings: &mut Vec<Finding>) {
        if !inside {
            return self.own_transactions(statements, findings);
        }
        for statement in statements {
            match transactional(self.source.dialect, self.sql, statement) {
                Transactional::Begins | Transactional::Ends => {
                    findings.push(self.control(statement));
                }
                Transactional::Refuses => findings.push(self.refuses(statement)),
                Transactional::Yes => {}
            }
        }
    }

    /// The transactions that a script outside of one begins itself.
    fn own_transactions(&self, statements: &[Statement], findings: &mut Vec<Finding>) {
        let mut open: Option<&Statement> = None;
        for statement in statements {
            let problem = match (transactional(self.source.dialect, self.sql, statement), open) {
                (Transactional::Begins, None) => {
                    open = Some(statement);
                    continue;
                }
                (Transactional::Ends, Some(_)) => {
                    open = None;
                    continue;
                }
                (Transactional::Begins, Some(_)) => "begins a transaction inside another",
                (Transactional::Ends, None) => "ends a transaction that was not begun",
                (Transactional::Refuses, Some(_)) => "cannot run between BEGIN and COMMIT",
                _ => continue,
            };
            findings.push(self.misplaced(statement, &format!("this statement {problem}")));
        }
        if let Some(statement) = open {
            let finding = self.misplaced(statement, "this transaction is never committed");
            findings.push(finding.help("add `COMMIT;`"));
        }
    }

    fn misplaced(&self, statement: &Statement, message: &str) -> Finding {
        Finding::new(&rules::TRANSACTION_CONTROL, self.source.path, message).at(statement.span, "")
    }

    fn control(&self, statement: &Statement) -> Finding {
        let keyword = &statement.leading[0];
        Finding::new(
            &rules::TRANSACTION_CONTROL,
            self.source.path,
            format!("`{keyword}` in a script that runs in a transaction"),
        )
        .at(statement.span, "")
        .note("the script and its row in the history are committed together, or not at all")
        .help(format!("remove `{keyword}`, or add `-- migrate: no-transaction` to the file"))
    }

    fn refuses(&self, statement: &Statement) -> Finding {
        Finding::new(
            &rules::NEEDS_NO_TRANSACTION,
            self.source.path,
            format!("`{}` cannot run in a transaction", statement.leading.join(" ")),
        )
        .at(statement.span, "")
        .help(
            "add `-- migrate: no-transaction` to the file; keep the statement in a migration of \
             its own, since such a file is not undone when a later statement fails",
        )
    }

    fn irreversible(&self, findings: &mut Vec<Finding>) -> Option<(String, Span)> {
        let (reason, span) = self.directives.iter().find_map(|placed| match &placed.directive {
            Directive::Irreversible { reason } => Some((reason.clone(), placed.span)),
            _ => None,
        })?;
        if self.source.direction == Direction::Up {
            return Some((reason, span));
        }
        findings.push(
            Finding::new(
                &rules::MALFORMED_DIRECTIVE,
                self.source.path,
                "`irreversible` belongs into the up",
            )
            .at(span, "")
            .help("move the comment to the up and remove the down"),
        );
        None
    }

    fn replaces(&self, findings: &mut Vec<Finding>) -> Vec<(Vec<Named>, Span)> {
        let said = self.directives.iter().filter_map(|placed| match &placed.directive {
            Directive::Replaces { names } => Some((names.clone(), placed.span)),
            _ => None,
        });
        let said: Vec<_> = said.collect();
        if self.source.direction == Direction::Up {
            return said;
        }
        findings.extend(said.into_iter().map(|(_, span)| {
            let message = "`replaces` belongs into the up";
            let finding = Finding::new(&rules::MALFORMED_DIRECTIVE, self.source.path, message);
            finding.at(span, "").help("move the comment to the up")
        }));
        Vec::new()
    }
}
