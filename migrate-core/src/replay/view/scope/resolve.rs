//! From words to columns.

use std::collections::BTreeMap;

use super::{Reader, Scope, Used};
use crate::schema::Name;

impl Reader<'_> {
    /// What the words that were read mean.
    pub(super) fn resolve(self) -> BTreeMap<Name, Used> {
        let mut found: BTreeMap<Name, Used> = BTreeMap::new();
        for (at, scope, ordered) in &self.reads {
            let word = self.word(*at);
            let qualifier = at.checked_sub(2).filter(|_| self.before(*at, 1, "."));
            match qualifier.and_then(|at| self.word(at)) {
                Some(qualifier) => self.qualified(&qualifier, word.as_deref(), *scope, &mut found),
                None => self.unqualified(word.as_deref(), *scope, *ordered, &mut found),
            }
        }
        found
    }

    fn around(&self, scope: usize) -> impl Iterator<Item = &Scope> {
        let first = self.scopes.get(scope);
        std::iter::successors(first, |scope| self.scopes.get(scope.around?))
    }

    /// `t.c` and `t.*`.
    fn qualified(
        &self,
        qualifier: &str,
        column: Option<&str>,
        scope: usize,
        found: &mut BTreeMap<Name, Used>,
    ) {
        let named = |scope: &&Scope| scope.sources.iter().any(|(alias, _)| alias == qualifier);
        let scope = self.around(scope).find(named);
        let sources = scope.into_iter().flat_map(|scope| &scope.sources);
        for (_, relation) in sources.filter(|(alias, _)| alias == qualifier) {
            self.note(*relation, column, true, found);
        }
    }

    /// `c` and `*`.
    fn unqualified(
        &self,
        column: Option<&str>,
        scope: usize,
        ordered: bool,
        found: &mut BTreeMap<Name, Used>,
    ) {
        let mut is_sure = true;
        for (depth, scope) in self.around(scope).enumerate() {
            let is_result = ordered
                && depth == 0
                && (scope.is_arm || column.is_some_and(|column| self.results.contains(column)));
            is_sure &= !is_result;
            let relations = || scope.sources.iter().map(|(_, relation)| *relation);
            let has = |relation: Option<usize>| {
                let relation = relation.and_then(|at| self.relations.get(at))?;
                let columns = relation.columns.as_ref()?;
                let mut names = columns.iter().chain(&relation.gone);
                Some(column.is_none_or(|column| names.any(|it| it == column)))
            };
            let mut is_found = false;
            for relation in relations().filter(|relation| has(*relation) == Some(true)) {
                self.note(relation, column, is_sure, found);
                is_found = true;
            }
            if column.is_none() || is_found && is_sure {
                return;
            }
            is_sure &= relations().all(|relation| has(relation).is_some());
        }
    }

    fn note(
        &self,
        relation: Option<usize>,
        column: Option<&str>,
        surely: bool,
        found: &mut BTreeMap<Name, Used>,
    ) {
        let Some(relation) = relation.and_then(|at| self.relations.get(at)) else { return };
        let used = found.entry(relation.name.clone()).or_default();
        let set = if surely { &mut used.surely } else { &mut used.maybe };
        match column {
            Some(column) => drop(set.insert(column.to_owned())),
            None => set.extend(relation.columns.iter().flatten().cloned()),
        }
    }
}
