//! A file in Rust, read as the two scripts that stand in it.

use std::borrow::Cow;

use crate::checksum::Checksum;
use crate::code::{Function, functions, is_in_transaction, script, signature};
use crate::dialect::Dialect;
use crate::finding::Finding;
use crate::sql::lexer;
use crate::text::{Span, nearest};

use super::directive::{self, Directive};
use super::name::Direction;
use super::script::{ReadScript, Source, Unread};
use super::{Script, rules};

/// Reads the script of a direction out of the text of a file. What the whole file says is said once,
/// with the up.
pub(super) fn read(
    source: &Source<'_>,
    text: String,
    findings: &mut Vec<Finding>,
) -> Result<ReadScript, Unread> {
    let found = functions(&text);
    let of = |direction: Direction| found.iter().find(|it| it.name == direction.word());
    let (up, down) = (of(Direction::Up), of(Direction::Down));
    let Some(up) = up else {
        findings.push(without_up(source.path, &found));
        return Err(Unread::Within(text));
    };
    let (own, other) = match (source.direction, down) {
        (Direction::Up, down) => (up, down),
        (Direction::Down, Some(down)) => (down, Some(up)),
        (Direction::Down, None) => return Err(Unread::NoDown),
    };
    if own.is_empty {
        findings.push(empty(source, own));
    }
    let sql = script(&text, other);
    let transaction = is_in_transaction(&sql);
    let said = Said::of(&sql, source, own);
    let malformed_directive = !said.errors.is_empty();
    findings.extend(said.errors);
    let rest = match other.map(|other| other.item) {
        Some(Span { start, end }) => format!("{}{}", &text[..start], &text[end..]),
        None => text.clone(),
    };
    let script = Script {
        file: Cow::Owned(source.file.to_owned()),
        // Of what is left when the other function is gone, wherever that stood and however long it was.
        checksum: Checksum::of(rest.trim()),
        sql: Cow::Owned(sql),
        transaction,
    };
    let (irreversible, replaces) = (said.irreversible, said.replaces);
    Ok(ReadScript { script, whole: Some(text), irreversible, replaces, malformed_directive })
}

/// What the comments of a script say of the migration.
#[derive(Default)]
struct Said {
    errors: Vec<Finding>,
    irreversible: Option<(String, Span)>,
    replaces: Vec<(Vec<super::kin::Named>, Span)>,
}

impl Said {
    fn of(sql: &str, source: &Source<'_>, own: &Function) -> Self {
        let dialect: Dialect = source.dialect;
        let (found, errors) = directive::directives(sql, &lexer::tokens(sql, dialect), dialect);
        let is_up = source.direction == Direction::Up;
        let is_own = |span: Span| own.item.start <= span.start && span.end <= own.item.end;
        let errors = errors.into_iter().filter(|error| is_up || is_own(error.span));
        let mut said = Self {
            errors: errors.map(|error| malformed(source.path, error)).collect(),
            ..Self::default()
        };
        for placed in found {
            let name = match &placed.directive {
                _ if is_up => "",
                Directive::Irreversible { .. } if is_own(placed.span) => "irreversible",
                Directive::Replaces { .. } if is_own(placed.span) => "replaces",
                _ => continue,
            };
            if !name.is_empty() {
                let message = format!("`{name}` belongs into the up");
                let finding = Finding::new(&rules::MALFORMED_DIRECTIVE, source.path, message);
                said.errors.push(finding.at(placed.span, "").help("move the comment to the up"));
                continue;
            }
            match placed.directive {
                Directive::Irreversible { reason } => {
                    said.irreversible.get_or_insert((reason, placed.span));
                }
                Directive::Replaces { names } => said.replaces.push((names, placed.span)),
                _ => {}
            }
        }
        said
    }
}

pub(super) fn malformed(path: &str, error: directive::DirectiveError) -> Finding {
    Finding::new(&rules::MALFORMED_DIRECTIVE, path, error.problem.to_string())
        .at(error.span, "")
        .help(error.problem.help())
}

fn without_up(path: &str, found: &[Function]) -> Finding {
    let message = "this migration in Rust has no function `up`";
    let finding = Finding::new(&rules::MISSING_UP, path, message);
    let finding = finding.help(format!("write `{}`", signature(Direction::Up)));
    let names = found.iter().map(|function| (nearest(&function.name, ["up"]), function));
    match names.into_iter().find(|(meant, _)| meant.is_some()) {
        Some((_, function)) => finding.at(function.head, "did you mean `up`?"),
        None => finding,
    }
}

fn empty(source: &Source<'_>, function: &Function) -> Finding {
    let (rule, message, help) = match source.direction {
        Direction::Up => (
            &rules::EMPTY_UP,
            "the function `up` does nothing",
            "write what changes the database, or remove the file",
        ),
        Direction::Down => (
            &rules::EMPTY_DOWN,
            "the function `down` does nothing",
            "write what undoes the up; where that is impossible, remove the function and write \
             `// migrate: irreversible(reason = \"...\")` above the up",
        ),
    };
    Finding::new(rule, source.path, message).at(function.head, "").help(help)
}
