//! `allow` and `lossy`: which findings somebody has answered already.

use crate::code::{functions, is_code};
use crate::command::Statement;
use crate::dialect::Dialect;
use crate::finding::Finding;
use crate::proof::{Loss, Place};
use crate::rule::Rule;
use crate::rules::proof;
use crate::set::directive::{self, Directive, Placed};
use crate::set::name::Direction;
use crate::sql::lexer;
use crate::sql::words::has_letters;
use crate::text::Span;

/// The annotations of one migration, and which of them were needed.
#[derive(Debug, Default)]
pub(super) struct Consents {
    allowed: Vec<Allowed>,
    lossy: Vec<Lossy>,
}

/// One rule of an `allow`.
#[derive(Debug)]
struct Allowed {
    rule: &'static Rule,
    direction: Direction,
    /// The statement it stands at; none at the end of a file.
    statement: Option<Span>,
    directive: Span,
    used: bool,
}

/// One table or column of a `lossy`.
#[derive(Debug)]
struct Lossy {
    what: Vec<String>,
    direction: Direction,
    directive: Span,
    used: bool,
}

/// Rules that say of one statement what `loses-rows` would say of it.
const LOSSES: [&str; 12] = [
    "loses-rows",
    "drop-table",
    "drop-column",
    "truncate",
    "truncate-cascade",
    "delete-without-where",
    "lossy-type-change",
    "mysql-drop-partition",
    "recreate-table",
    "sqlite-rebuild-loses-columns",
    "drop-schema-or-database",
    "mysql-enum-position",
];

pub(super) fn is_refusal(rule: &'static Rule) -> bool {
    [
        &proof::SYNTAX_ERROR,
        &proof::UNKNOWN_OBJECT,
        &proof::DUPLICATE_OBJECT,
        &proof::STATEMENT_FAILS,
        &proof::DOWN_FAILS,
    ]
    .contains(&rule)
}

pub(crate) fn is_about_loss(rule: &Rule) -> bool {
    LOSSES.contains(&rule.name)
}

impl Consents {
    /// Reads the annotations of one script.
    pub(super) fn read(
        &mut self,
        sql: &str,
        dialect: Dialect,
        direction: Direction,
        statements: &[Statement],
    ) {
        // Most scripts have none, nor the colon, and are not lexed once more for it.
        if !sql.contains(':') || !has_letters(sql, "migrate") {
            return;
        }
        let (mut placed, _) = directive::directives(sql, &lexer::tokens(sql, dialect), dialect);
        // What a file in Rust says outside of its functions is read with the up.
        let is_code = is_code(sql);
        if is_code && direction == Direction::Down {
            let own = functions(sql).first().map_or(Span::default(), |function| function.item);
            placed.retain(|it| own.start <= it.span.start && it.span.end <= own.end);
        }
        for Placed { directive, span } in placed {
            match directive {
                Directive::Allow { rules, .. } => {
                    let statement = statement_at(sql, span, statements);
                    let one =
                        |rule| Allowed { rule, direction, statement, directive: span, used: false };
                    self.allowed.extend(rules.into_iter().map(one));
                }
                Directive::Lossy { what, .. } => {
                    // What code loses shows when it runs.
                    let one = |what| Lossy { what, direction, directive: span, used: is_code };
                    self.lossy.extend(what.into_iter().map(one));
                }
                Directive::NoTransaction
                | Directive::Irreversible { .. }
                | Directive::Replaces { .. }
                | Directive::Timeout(_)
                | Directive::RowsOnly
                | Directive::Idempotent => {}
            }
        }
    }

    /// Whether somebody wrote down that the loss is meant.
    pub(super) fn acknowledges(&mut self, loss: &Loss) -> bool {
        let mut acknowledged = false;
        for lossy in self.lossy.iter_mut().filter(|lossy| lossy.names(loss)) {
            lossy.used = true;
            acknowledged = true;
        }
        for allowed in &mut self.allowed {
            if is_about_loss(allowed.rule) && allowed.covers(loss.place) {
                allowed.used = true;
                acknowledged = true;
            }
        }
        acknowledged
    }

    /// What is said to be lost and was not.
    pub(super) fn idle(&self) -> impl Iterator<Item = String> {
        self.lossy.iter().filter(|one| !one.used).map(|one| one.what.join("."))
    }

    /// Whether an `allow` stands at one of the places of the finding.
    pub(super) fn allows(&mut self, finding: &Finding, paths: &Paths<'_>) -> bool {
        let mut allowed = false;
        for one in self.allowed.iter_mut().filter(|one| one.rule == finding.rule) {
            let stands_there = finding.labels.iter().any(|label| {
                let here = paths.of(one.direction) == Some(&*label.path);
                here && label
                    .span
                    .is_none_or(|span| one.covers(Place { direction: one.direction, span }))
            });
            let stands_there = stands_there || one.is_about_pair(finding, paths);
            one.used |= stands_there;
            allowed |= stands_there;
        }
        allowed
    }

    /// The annotations that answered nothing.
    pub(super) fn unused(&self, paths: &Paths<'_>, findings: &mut Vec<Finding>) {
        let finding = |direction, span, message: String| {
            let path = paths.of(direction).unwrap_or_default();
            Finding::new(&proof::UNUSED_ALLOW, path, message).at(span, "")
        };
        // Of a statement that the engine refuses the rules say nothing, so that nothing is known of
        // what stands in front of it.
        let refused = |one: &Allowed, findings: &[Finding]| {
            let refusals = findings.iter().filter(|finding| is_refusal(finding.rule));
            refusals.filter_map(Finding::place).any(|(path, span)| {
                let place = span.map(|span| Place { direction: one.direction, span });
                paths.of(one.direction) == Some(path) && place.is_some_and(|at| one.covers(at))
            })
        };
        let unused: Vec<&Allowed> =
            self.allowed.iter().filter(|one| !one.used && !refused(one, findings)).collect();
        for one in unused {
            let name = one.rule.name;
            let message = match one.statement {
                Some(_) => format!("this allows `{name}`, which the statement does not violate"),
                None => format!("this allows `{name}`, and no statement follows"),
            };
            let help = "remove it; an `allow` is about the statement it stands in front of";
            findings.push(finding(one.direction, one.directive, message).help(help));
        }
        for one in self.lossy.iter().filter(|one| !one.used) {
            let message = format!("nothing of `{}` is lost in this migration", one.what.join("."));
            let help = "remove it, or name the table or column that is lost, as it is called \
                        before the up";
            findings.push(finding(one.direction, one.directive, message).help(help));
        }
    }
}

/// The paths of the scripts of a migration, as findings show them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paths<'a> {
    pub(super) up: &'a str,
    pub(super) down: Option<&'a str>,
}

impl<'a> Paths<'a> {
    pub(super) const fn of(&self, direction: Direction) -> Option<&'a str> {
        match direction {
            Direction::Up => Some(self.up),
            Direction::Down => self.down,
        }
    }
}

impl Allowed {
    /// Whether it stands in the other of the two scripts that together are not what they should be:
    /// where the finding points at none of its statements, any of them will do.
    fn is_about_pair(&self, finding: &Finding, paths: &Paths<'_>) -> bool {
        let of_both =
            [&proof::DOWN_DOES_NOT_RESTORE, &proof::ROLLBACK_UNKNOWN, &proof::ROWS_UNKNOWN];
        let pointed =
            finding.labels.iter().any(|label| paths.of(self.direction) == Some(&*label.path));
        of_both.contains(&self.rule) && !pointed && self.statement.is_some()
    }

    fn covers(&self, place: Place) -> bool {
        let overlaps = |span: Span| span.start < place.span.end && place.span.start < span.end;
        self.direction == place.direction
            && self.statement.is_some_and(|span| span == place.span || overlaps(span))
    }
}

impl Lossy {
    fn names(&self, loss: &Loss) -> bool {
        let is = |written: &str, name: &str| written.eq_ignore_ascii_case(name);
        let (namespace, table) = (loss.table.namespace.as_str(), loss.table.name.as_str());
        let in_namespace = |written: &str| {
            is(written, namespace) || namespace.is_empty() && matches!(written, "public" | "main")
        };
        let of_column =
            |written: &str| loss.column.as_deref().is_some_and(|name| is(written, name));
        match self.what.as_slice() {
            [name] => is(name, table),
            [one, two] => is(one, table) && of_column(two) || in_namespace(one) && is(two, table),
            [one, two, three] => in_namespace(one) && is(two, table) && of_column(three),
            _ => false,
        }
    }
}

/// The statement that a directive is about: the one it stands in, the one that ends on its line, or
/// else the next one.
fn statement_at(sql: &str, directive: Span, statements: &[Statement]) -> Option<Span> {
    let next = statements.partition_point(|statement| statement.span.end <= directive.start);
    let before = next.checked_sub(1).map(|at| statements[at].span);
    let same_line = before.filter(|span| {
        sql.get(span.end..directive.start).is_some_and(|between| !between.contains('\n'))
    });
    same_line.or_else(|| statements.get(next).map(|statement| statement.span))
}
