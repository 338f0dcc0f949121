//! The head and the statements of a trigger.

use super::select::Columns;
use super::source::{Scope, Source};
use super::{Binder, Relation, Step};

impl Binder<'_> {
    /// All that follows the name of the trigger.
    pub(super) fn trigger(&mut self, table: &Relation) -> Step {
        let begin = self.until(0, |own, at| own.is_word(at, "BEGIN"));
        let head = self.until(0, |own, at| own.is_any(at, &["INSERT", "UPDATE", "DELETE"]));
        let (is_insert, is_delete) = (self.is_word(head, "INSERT"), self.is_word(head, "DELETE"));
        let mut at = head + 1;
        if self.is_word(at, "OF") {
            at += 1;
            while at < begin && !self.is_word(at, "ON") {
                self.listed(at, Some(&table.name), table.columns.as_deref())?;
                at += if self.is_symbol(at + 1, ",") { 2 } else { 1 };
            }
        }
        self.at = at + 1;
        if self.is_symbol(self.at + 1, ".") {
            self.at += 2;
        }
        self.uses(self.at, &table.name, None);
        let rows = Source {
            alias: String::new(),
            table: Some(table.name.clone()),
            by_own_name: false,
            columns: table.columns.clone(),
            has_rowid: table.has_rowid,
            qualified: true,
        };
        let new = (!is_delete).then(|| rows.shadow("new"));
        let old = (!is_insert).then(|| rows.shadow("old"));
        let sources = new.into_iter().chain(old).collect();
        self.scopes.push(Scope { sources, ..Scope::default() });
        self.at = self.until(self.at, |own, at| own.is_any(at, &["WHEN", "BEGIN"]));
        if self.take_word("WHEN") {
            self.expressions(begin)?;
        }
        self.at = begin + 1;
        while self.at < self.tokens.len() && !self.take_word("END") {
            self.step()?;
            self.at = self.until(self.at, |_, _| false);
            if !self.take_symbol(";") {
                self.unclear = true;
                return Ok(());
            }
        }
        Ok(())
    }

    /// The name of a column that nobody looks for before the trigger runs.
    fn listed(
        &mut self,
        at: usize,
        table: Option<&crate::schema::Name>,
        columns: Option<&[String]>,
    ) -> Step {
        let name = self.name(at);
        let column = columns.unwrap_or_default().iter().find(|one| one.eq_ignore_ascii_case(&name));
        if let (Some(table), Some(column)) = (table, column.cloned()) {
            let table = table.clone();
            self.uses(at, &table, Some(column));
        } else if columns.is_none() {
            self.unclear = true;
        } else if self.runs && !super::source::ROWID.contains(&name.to_ascii_lowercase().as_str()) {
            return Err(format!("no such column: {name}"));
        }
        Ok(())
    }

    /// One statement; the columns of the rows that it inserts.
    pub(super) fn step(&mut self) -> Step<Option<Columns>> {
        let common = self.common.len();
        if self.take_word("WITH") {
            self.with()?;
        }
        let mut inserted = None;
        if self.is_any(self.at, &["INSERT", "REPLACE"]) {
            inserted = Some(self.insert()?);
        } else if self.take_word("UPDATE") {
            self.update()?;
        } else if self.take_word("DELETE") {
            self.at += 1;
            let target = self.target()?;
            let end = self.until(self.at, |_, _| false);
            self.within(vec![target], end)?;
        } else {
            self.select()?;
        }
        self.common.truncate(common);
        Ok(inserted)
    }

    fn target(&mut self) -> Step<Source> {
        let mut target = self.relation()?;
        if self.take_word("AS") {
            target.alias = self.lower(self.at);
            target.by_own_name = false;
            self.at += 1;
        }
        Ok(target)
    }

    fn within(&mut self, sources: Vec<Source>, end: usize) -> Step {
        self.scopes.push(Scope { sources, ..Scope::default() });
        self.expressions(end)?;
        self.scopes.pop();
        Ok(())
    }

    fn insert(&mut self) -> Step<Columns> {
        self.at = self.until(self.at, |own, at| own.is_word(at, "INTO")) + 1;
        let target = self.target()?;
        if self.is_symbol(self.at, "(") && !self.is_any(self.at + 1, &["SELECT", "WITH", "VALUES"])
        {
            let end = self.behind_group(self.at);
            for at in (self.at + 1..end.saturating_sub(1)).step_by(2) {
                self.listed(at, target.table.as_ref(), target.columns.as_deref())?;
            }
            self.at = end;
        }
        if self.is_word(self.at, "DEFAULT") {
            self.at += 2;
            return Ok(None);
        }
        let columns = self.select()?;
        while self.take_word("ON") {
            self.upsert(&target)?;
        }
        Ok(columns)
    }

    /// `CONFLICT (…) DO …`.
    fn upsert(&mut self, target: &Source) -> Step {
        let sources = vec![target.clone(), target.shadow("excluded")];
        let action = self.until(self.at, |own, at| own.is_word(at, "DO"));
        self.at += 1;
        self.within(vec![target.clone()], action)?;
        self.at = action + 1;
        if self.take_word("NOTHING") {
            return Ok(());
        }
        self.at += 2;
        let end =
            self.until(self.at, |own, at| own.is_word(at, "ON") && own.is_word(at + 1, "CONFLICT"));
        self.scopes.push(Scope { sources, ..Scope::default() });
        self.assignments(target, end)?;
        self.expressions(end)?;
        self.scopes.pop();
        Ok(())
    }

    fn update(&mut self) -> Step {
        if self.take_word("OR") {
            self.at += 1;
        }
        let target = self.target()?;
        if !self.take_word("SET") {
            self.unclear = true;
            return Ok(());
        }
        let list = self.at;
        let end = self.until(list, |own, at| {
            own.is_word(at, "WHERE") || own.is_word(at, "FROM") && !own.is_word(at - 1, "DISTINCT")
        });
        self.at = end;
        let mut scope = Scope { sources: vec![target.clone()], ..Scope::default() };
        let mut conditions = Vec::new();
        if self.take_word("FROM") {
            let (others, found) = self.from()?;
            scope.sources.extend(others.sources);
            scope.using = others.using;
            conditions = found;
        }
        let behind = self.at;
        self.scopes.push(scope);
        for (from, to) in conditions {
            self.at = from;
            self.expressions(to)?;
        }
        self.at = list;
        self.assignments(&target, end)?;
        self.at = behind;
        let end = self.until(behind, |_, _| false);
        self.expressions(end)?;
        self.scopes.pop();
        Ok(())
    }

    /// `a = 1, (b, c) = (2, 3)` up to a `WHERE` or `end`.
    fn assignments(&mut self, target: &Source, end: usize) -> Step {
        let end = self.until(self.at, |own, at| at >= end || own.is_word(at, "WHERE"));
        while self.at < end {
            let equals = self.until(self.at, |own, at| own.is_symbol(at, "="));
            for at in self.at..equals {
                if !["(", ")", ","].iter().any(|symbol| self.is_symbol(at, symbol)) {
                    self.listed(at, target.table.as_ref(), target.columns.as_deref())?;
                }
            }
            self.at = equals + 1;
            let next = self.until(self.at, |own, at| own.is_symbol(at, ",")).min(end);
            self.expressions(next)?;
            self.at = next + 1;
        }
        self.at = end;
        Ok(())
    }
}
