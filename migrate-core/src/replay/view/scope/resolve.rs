//! From words to columns.

use std::collections::BTreeMap;

use super::{Reader, Relation, Scope, Used};
use crate::schema::Name;

/// What the tables of a scope offer: a view may join thousands, and each of its words is looked up.
struct Offer<'r> {
    sources: BTreeMap<&'r str, Vec<&'r Relation>>,
    columns: BTreeMap<&'r str, Vec<&'r Relation>>,
    /// The tables whose columns are known.
    known: Vec<&'r Relation>,
    /// Whether all are.
    is_closed: bool,
}

impl<'r> Offer<'r> {
    fn of(scope: &'r Scope<'_>, relations: &'r [Relation]) -> Self {
        let mut offer = Self {
            sources: BTreeMap::new(),
            columns: BTreeMap::new(),
            known: Vec::new(),
            is_closed: true,
        };
        for (alias, relation) in &scope.sources {
            let relation = relation.and_then(|at| relations.get(at));
            let named = offer.sources.entry(alias).or_default();
            named.extend(relation);
            let Some((relation, columns)) =
                relation.and_then(|it| Some((it, it.columns.as_ref()?)))
            else {
                offer.is_closed = false;
                continue;
            };
            offer.known.push(relation);
            for column in columns.iter().chain(&relation.gone) {
                offer.columns.entry(column).or_default().push(relation);
            }
        }
        offer
    }

    /// The tables with that column, or all that have columns.
    fn with(&self, column: Option<&str>) -> &[&'r Relation] {
        match column {
            Some(column) => self.columns.get(column).map_or(&[], Vec::as_slice),
            None => &self.known,
        }
    }
}

impl Reader<'_> {
    /// What the words that were read mean.
    pub(super) fn resolve(self) -> BTreeMap<Name, Used> {
        let mut found: BTreeMap<Name, Used> = BTreeMap::new();
        let offers: Vec<Offer<'_>> =
            self.scopes.iter().map(|scope| Offer::of(scope, self.relations)).collect();
        for (at, scope, ordered) in &self.reads {
            let word = self.word(*at);
            let qualifier = at.checked_sub(2).filter(|_| self.before(*at, 1, b'.'));
            match qualifier.and_then(|at| self.word(at)) {
                Some(qualifier) => {
                    let mut around = self.around(*scope, &offers);
                    let sources = around.find_map(|(_, offer)| offer.sources.get(&*qualifier));
                    for relation in sources.into_iter().flatten() {
                        note(relation, word.as_deref(), true, &mut found);
                    }
                }
                None => {
                    let around = self.around(*scope, &offers);
                    self.unqualified(word.as_deref(), *ordered, around, &mut found);
                }
            }
        }
        found
    }

    fn around<'o>(
        &self,
        scope: usize,
        offers: &'o [Offer<'o>],
    ) -> impl Iterator<Item = (&Scope<'_>, &'o Offer<'o>)> {
        let at = |at: usize| self.scopes.get(at).zip(offers.get(at));
        std::iter::successors(at(scope), move |(scope, _)| at(scope.around?))
    }

    /// `c` and `*`.
    fn unqualified<'o>(
        &self,
        column: Option<&str>,
        ordered: bool,
        around: impl Iterator<Item = (&'o Scope<'o>, &'o Offer<'o>)>,
        found: &mut BTreeMap<Name, Used>,
    ) {
        let mut is_sure = true;
        for (depth, (scope, offer)) in around.enumerate() {
            let is_result = ordered
                && depth == 0
                && (scope.is_arm || column.is_some_and(|column| self.results.contains(column)));
            is_sure &= !is_result;
            let relations = offer.with(column);
            for relation in relations {
                note(relation, column, is_sure, found);
            }
            if column.is_none() || !relations.is_empty() && is_sure {
                return;
            }
            is_sure &= offer.is_closed;
        }
    }
}

fn note(relation: &Relation, column: Option<&str>, surely: bool, found: &mut BTreeMap<Name, Used>) {
    let used = found.entry(relation.name.clone()).or_default();
    let set = if surely { &mut used.surely } else { &mut used.maybe };
    match column {
        Some(column) => drop(set.insert(column.to_owned())),
        None => set.extend(relation.columns.iter().flatten().cloned()),
    }
}
