//! `SELECT`, and what may stand around it.

use super::source::{Scope, Source};
use super::{Binder, Step};
use crate::sql::lexer::TokenKind;
use crate::sql::normal;

/// The names of the columns of a result, where they are known.
pub(super) type Columns = Option<Vec<String>>;

/// The most columns that the engine returns, as it is built by default.
const WIDEST: usize = 2_000;

const COMPOUND: [&str; 3] = ["UNION", "EXCEPT", "INTERSECT"];
const BEHIND_FROM: [&str; 9] =
    ["WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT"];
const JOINS: [&str; 9] =
    ["NATURAL", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "OUTER", "JOIN", "ON"];

impl Binder<'_> {
    /// A query with all that belongs to it; the names of its columns.
    pub(super) fn select(&mut self) -> Step<Columns> {
        let common = self.common.len();
        if self.take_word("WITH") {
            self.with()?;
        }
        let mut columns = self.core()?;
        let mut is_compound = false;
        while self.is_any(self.at, &COMPOUND) {
            self.scopes.pop();
            is_compound = true;
            self.at += 1;
            self.take_word("ALL");
            let width = columns.as_ref().map(Vec::len);
            let other = self.core()?;
            if other.as_ref().map(Vec::len) != width && other.is_some() && width.is_some() {
                return Err("do not have the same number of result columns".to_owned());
            }
            if columns.is_some() && other.is_none() {
                columns = None;
            }
        }
        self.order(is_compound)?;
        self.scopes.pop();
        self.common.truncate(common);
        Ok(columns)
    }

    fn order(&mut self, is_compound: bool) -> Step {
        if self.is_word(self.at, "ORDER") {
            let end = self.until(self.at, |own, at| own.is_word(at, "LIMIT") || own.is_upsert(at));
            if is_compound {
                // Terms are columns of the result, whose names may come from any of the queries.
                let mut terms = self.at + 2..end;
                self.unclear |= terms.any(|at| {
                    let kind = self.token(at).map(|token| token.kind);
                    matches!(kind, Some(TokenKind::Word | TokenKind::QuotedName))
                        && !normal::is_syntax(&self.lower(at))
                });
                self.at = end;
            } else {
                self.at += 2;
                self.expressions(end)?;
            }
        }
        if self.is_word(self.at, "LIMIT") {
            let end = self.until(self.at, Self::is_upsert);
            self.expressions(end)?;
        }
        Ok(())
    }

    /// Whether what an `INSERT` does with rows that are there already begins here.
    fn is_upsert(&self, at: usize) -> bool {
        self.is_word(at, "ON") && self.is_word(at + 1, "CONFLICT")
    }

    /// The queries behind `WITH`.
    pub(super) fn with(&mut self) -> Step {
        self.take_word("RECURSIVE");
        loop {
            let name = self.lower(self.at);
            self.at += 1;
            let listed = self.is_symbol(self.at, "(").then(|| {
                let end = self.behind_group(self.at);
                let names = (self.at + 1..end.saturating_sub(1)).step_by(2);
                let names = names.map(|at| self.name(at)).collect::<Vec<_>>();
                self.at = end;
                names
            });
            let words = ["AS", "NOT", "MATERIALIZED"];
            while self.is_any(self.at, &words) {
                self.at += 1;
            }
            if !self.take_symbol("(") {
                self.unclear = true;
                return Ok(());
            }
            // It may read itself.
            self.common.push((name.clone(), listed.clone()));
            let columns = self.select()?;
            self.common.pop();
            self.common.push((name, listed.or(columns)));
            self.take_symbol(")");
            if !self.take_symbol(",") {
                return Ok(());
            }
        }
    }

    /// One `SELECT` or `VALUES` up to what combines or orders it. Its scope stays, for the order.
    fn core(&mut self) -> Step<Columns> {
        if self.take_word("VALUES") {
            return self.values();
        }
        if !self.take_word("SELECT") {
            self.unclear = true;
            self.scopes.push(Scope::default());
            self.at = self.until(self.at, |_, _| false);
            return Ok(None);
        }
        let _ = self.take_word("DISTINCT") || self.take_word("ALL");
        let list = self.at;
        let list_end = self.until(list, |own, at| {
            own.is_any(at, &BEHIND_FROM)
                || own.is_upsert(at)
                || own.is_word(at, "FROM") && !own.is_word(at - 1, "DISTINCT")
        });
        self.at = list_end;
        let (mut scope, conditions) =
            if self.take_word("FROM") { self.from()? } else { (Scope::default(), Vec::new()) };
        let behind = self.at;
        scope.aliases = self.aliases(list, list_end);
        let ends = |own: &Self, at: usize| {
            own.is_any(at, &["ORDER", "LIMIT"]) || own.is_any(at, &COMPOUND) || own.is_upsert(at)
        };
        let end = self.until(behind, ends);
        scope.windows = self.windows(behind, end);
        self.scopes.push(scope);
        for (from, to) in conditions {
            self.at = from;
            self.expressions(to)?;
        }
        let columns = self.results(list, list_end)?;
        self.at = behind;
        self.unclear |= (self.at..end).any(|at| self.is_word(at, "WINDOW"));
        self.expressions(end)?;
        Ok(columns)
    }

    /// The names behind `WINDOW`, in lower case.
    fn windows(&self, from: usize, end: usize) -> Vec<String> {
        let mut at = self.until(from, |own, at| at >= end || own.is_word(at, "WINDOW"));
        let mut names = Vec::new();
        while at < end && self.is_word(at + 2, "AS") {
            names.push(self.lower(at + 1));
            at = self.behind_group(at + 3);
        }
        names
    }

    fn values(&mut self) -> Step<Columns> {
        self.scopes.push(Scope::default());
        let width = {
            let end = self.behind_group(self.at).saturating_sub(1);
            let mut at = self.at + 1;
            let mut width = 1_usize;
            while at < end {
                at = self.until(at, |own, at| own.is_symbol(at, ",")) + 1;
                width += usize::from(at <= end);
            }
            width
        };
        let end = self.until(self.at, |own, at| {
            own.is_any(at, &["ORDER", "LIMIT", "ON", "RETURNING"]) || own.is_any(at, &COMPOUND)
        });
        self.expressions(end)?;
        Ok(Some((1..=width).map(|at| format!("column{at}")).collect()))
    }

    /// The list behind `FROM`, and the conditions in it, which see all of it.
    pub(super) fn from(&mut self) -> Step<(Scope, Vec<(usize, usize)>)> {
        let mut scope = Scope::default();
        let mut conditions = Vec::new();
        loop {
            let source = self.source(&mut conditions)?;
            scope.sources.push(source);
            let ends = |own: &Self, at: usize| {
                own.is_symbol(at, ",") || own.is_any(at, &BEHIND_FROM) || own.is_any(at, &JOINS)
            };
            loop {
                if self.take_word("ON") {
                    let end = self.until(self.at, ends);
                    conditions.push((self.at, end));
                    self.at = end;
                } else if self.is_word(self.at, "USING") && self.is_symbol(self.at + 1, "(") {
                    let end = self.behind_group(self.at + 1);
                    scope
                        .using
                        .extend((self.at + 2..end.saturating_sub(1)).map(|at| self.lower(at)));
                    // Both tables have the column, so that a rename in one of them is refused.
                    self.unclear = true;
                    self.at = end;
                } else {
                    break;
                }
            }
            let is_list = self.take_symbol(",");
            let mut is_join = false;
            while self.is_any(self.at, &JOINS) && !self.is_word(self.at, "ON") {
                self.unclear |= self.is_word(self.at, "NATURAL");
                is_join |= self.is_word(self.at, "JOIN");
                self.at += 1;
            }
            if !is_list && !is_join {
                return Ok((scope, conditions));
            }
        }
    }

    fn source(&mut self, conditions: &mut Vec<(usize, usize)>) -> Step<Source> {
        let mut source = if self.is_symbol(self.at, "(") {
            if self.is_any(self.at + 1, &["SELECT", "WITH", "VALUES"]) {
                self.at += 1;
                let columns = self.select()?;
                self.take_symbol(")");
                Source::query(String::new(), columns)
            } else {
                // Which columns come out of it is not followed; its tables have to be there.
                self.unclear = true;
                let end = self.behind_group(self.at);
                self.at += 1;
                self.from()?;
                self.at = end;
                Source::query(String::new(), None)
            }
        } else if self.is_symbol(self.at + 1, "(") {
            // A function that returns rows; its arguments see the tables before it.
            let name = self.lower(self.at);
            let end = self.behind_group(self.at + 1);
            conditions.push((self.at + 2, end.saturating_sub(1)));
            self.at = end;
            Source::query(name, None)
        } else {
            self.relation()?
        };
        let has_as = self.take_word("AS");
        if has_as || self.is_alias() {
            source.alias = self.lower(self.at);
            source.by_own_name = false;
            self.at += 1;
        }
        if self.is_word(self.at, "INDEXED") && self.is_word(self.at + 1, "BY") {
            // The index may be gone, or on another table.
            self.unclear = true;
            self.at += 3;
        } else if self.is_word(self.at, "NOT") && self.is_word(self.at + 1, "INDEXED") {
            self.at += 2;
        }
        Ok(source)
    }

    fn is_alias(&self) -> bool {
        self.token(self.at).is_some_and(|token| match token.kind {
            TokenKind::QuotedName | TokenKind::String => true,
            // `SET` is one of them.
            TokenKind::Word => !self.is_syntax(self.at),
            _ => false,
        })
    }

    fn parts(&self, list: usize, end: usize) -> Vec<(usize, usize)> {
        let mut parts = Vec::new();
        let mut at = list;
        while at < end {
            let next = self.until(at, |own, at| at >= end || own.is_symbol(at, ",")).min(end);
            parts.push((at, next));
            at = next + 1;
        }
        parts
    }

    /// Where the alias of a part of the list stands, and where its expression ends.
    fn alias(&self, from: usize, to: usize) -> (Option<usize>, usize) {
        let Some(last) = to.checked_sub(1).filter(|last| *last > from) else { return (None, to) };
        let is_name = |at: usize| {
            self.token(at).is_some_and(|token| match token.kind {
                TokenKind::QuotedName | TokenKind::String => true,
                TokenKind::Word => !self.is_syntax(at),
                _ => false,
            })
        };
        if self.is_word(last - 1, "AS") {
            return (Some(last), last - 1);
        }
        let before = last - 1;
        let is_operand = is_name(before)
            || self.is_symbol(before, ")")
            || self.is_word(before, "END")
            || self.is_word(before, "NULL")
            || self.token(before).is_some_and(|token| token.kind == TokenKind::Number);
        let is_collation = before > from && self.is_word(before - 1, "COLLATE");
        if is_name(last) && is_operand || is_name(last) && is_collation {
            (Some(last), last)
        } else {
            (None, to)
        }
    }

    fn aliases(&self, list: usize, end: usize) -> Vec<String> {
        let parts = self.parts(list, end).into_iter();
        parts.filter_map(|(from, to)| self.alias(from, to).0).map(|at| self.lower(at)).collect()
    }

    /// The columns of the result.
    pub(super) fn results(&mut self, list: usize, end: usize) -> Step<Columns> {
        let mut columns = Some(Vec::new());
        for (from, to) in self.parts(list, end) {
            let found = self.result(from, to)?;
            columns = columns.zip(found).map(|(mut columns, found)| {
                columns.extend(found);
                columns
            });
            // With views on views that name their columns twice they would double each time.
            if columns.as_ref().is_some_and(|columns| columns.len() > WIDEST) {
                self.unclear = true;
                return Ok(None);
            }
        }
        Ok(columns)
    }

    fn result(&mut self, from: usize, to: usize) -> Step<Columns> {
        self.at = from;
        let Some(scope) = self.scopes.last() else { return Ok(None) };
        if self.is_symbol(from, "*") {
            if scope.sources.is_empty() {
                return Err("no tables specified".to_owned());
            }
            let is_joined = !scope.using.is_empty() || self.unclear;
            let all: Columns = scope
                .sources
                .iter()
                .map(|source| source.columns.clone())
                .collect::<Option<Vec<_>>>()
                .map(|lists| lists.concat());
            return Ok(all.filter(|_| !is_joined));
        }
        if self.is_symbol(to.saturating_sub(1), "*") && self.is_symbol(from + 1, ".") {
            let of = self.lower(to.saturating_sub(3));
            let Some(source) = scope.source(&of).cloned() else {
                return Err(format!("no such table: {of}"));
            };
            if let (true, Some(table)) = (source.by_own_name, &source.table) {
                self.uses(to.saturating_sub(3), table, None);
            }
            return Ok(source.columns);
        }
        let (alias, end) = self.alias(from, to);
        let is_column = self.until(from, |own, at| {
            !own.is_symbol(at, ".")
                && own.token(at).is_none_or(|token| {
                    !matches!(token.kind, TokenKind::Word | TokenKind::QuotedName)
                        || own.is_syntax(at)
                })
        }) >= end;
        let named = if is_column { self.column()? } else { None };
        self.expressions(end)?;
        let name = alias.map(|at| self.name(at)).or(named).unwrap_or_default();
        Ok(Some(vec![name]))
    }
}
