//! What an engine was seen to do for each statement of a script, and where that is not what
//! [`impact`](super) says.

use std::collections::BTreeMap;

use super::{Impact, Lock, Source, Work};
use crate::change::Change;
use crate::command::{Statement, What};
use crate::dialect::Target;
use crate::replay::Step;
use crate::schema::{Name, Schema};
use crate::text::Span;

/// What one statement was seen to cost the tables and views that were there before its script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The statement, in its script.
    pub span: Span,
    /// The locks that it took and that others notice, the strongest on each, and the work. Those that
    /// a statement before it has taken for the same transaction are not taken again. None where it
    /// cannot be seen.
    pub impact: Option<Impact>,
}

/// Why nothing is known of the locks of a statement.
pub const UNSEEN: &str = "not measured, since it runs outside a transaction";

impl Measured {
    /// What was seen, for each table: “ACCESS EXCLUSIVE on users (written anew)”; nothing where nobody
    /// notices the statement.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let Some(impact) = &self.impact else { return vec![UNSEEN.to_owned()] };
        impact.tables().map(|(table, words)| words.on(table)).collect()
    }
}

/// What was seen of a whole script, for each table, sorted: the strongest lock and all work.
#[must_use]
pub fn of_script(measured: &[Measured]) -> Vec<String> {
    let mut tables: BTreeMap<Name, Costs> = BTreeMap::new();
    for impact in measured.iter().filter_map(|it| it.impact.as_ref()) {
        for (table, costs) in impact.tables() {
            tables.entry(table.clone()).or_default().add(&costs);
        }
    }
    let unseen = measured.iter().filter(|it| it.impact.is_none()).count();
    let unseen = (unseen > 0).then(|| match unseen {
        1 => format!("1 statement is {UNSEEN}"),
        _ => format!("{unseen} statements are not measured, since they run outside a transaction"),
    });
    tables.iter().map(|(table, costs)| costs.on(table)).chain(unseen).collect()
}

/// What a statement or a script costs one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// The strongest lock on it; none where it was locked already.
    pub lock: Option<Lock>,
    /// The engine's word for how it goes about it.
    pub algorithm: Option<&'static str>,
    /// Whether all rows are written to a new place.
    pub rewrites: bool,
    /// Whether all rows are removed.
    pub empties: bool,
    /// Whether all rows are read, be it to build an index.
    pub reads: bool,
}

impl Costs {
    fn add(&mut self, other: &Self) {
        // Where the engine has a word for how it goes about it, the strongest lock is that of a moment.
        let rank =
            |costs: &Self| (costs.algorithm.map(rank_of), costs.lock.as_ref().map(Lock::rank));
        if rank(other) > rank(self) {
            self.lock.clone_from(&other.lock);
            self.algorithm = other.algorithm;
        }
        self.rewrites |= other.rewrites;
        self.empties |= other.empties;
        self.reads |= other.reads;
    }

    /// What happens to the rows, in words.
    #[must_use]
    pub fn work(&self) -> Vec<&'static str> {
        let work = [
            (self.rewrites, "written anew"),
            (self.empties, "emptied"),
            (self.reads && !self.rewrites, "read"),
        ];
        work.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect()
    }

    fn on(&self, table: &Name) -> String {
        let lock = self.lock.as_ref().map_or("no new lock", |lock| lock.mode);
        let more: Vec<&str> = self.algorithm.into_iter().chain(self.work()).collect();
        match more.is_empty() {
            true => format!("{lock} on {table}"),
            false => format!("{lock} on {table} ({})", more.join(", ")),
        }
    }
}

impl Impact {
    /// What it costs each table, in the order of their locks.
    pub fn tables(&self) -> impl Iterator<Item = (&Name, Costs)> {
        let mut names: Vec<&Name> = Vec::new();
        let all = self.locks.iter().map(|lock| &lock.on).chain(self.work.iter().map(Work::table));
        for name in all {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.into_iter().map(|name| (name, self.costs(name)))
    }

    fn costs(&self, table: &Name) -> Costs {
        let mut costs = Costs { algorithm: self.algorithm, ..Costs::default() };
        let locks = self.locks.iter().filter(|lock| lock.on == *table);
        costs.lock = locks.max_by_key(|lock| lock.rank()).cloned();
        for work in self.work.iter().filter(|work| work.table() == table) {
            match work {
                Work::Scan(_) | Work::BuildIndex(_) => costs.reads = true,
                Work::Rewrite(_) => costs.rewrites = true,
                Work::Empty(_) => costs.empties = true,
            }
        }
        costs
    }
}

impl Lock {
    /// Among the locks of one engine, how much it keeps out.
    fn rank(&self) -> (super::Blocks, usize) {
        // Of those that keep out the same people, from the weakest.
        const ORDER: [&str; 3] = ["SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE"];
        let at = ORDER.iter().position(|mode| *mode == self.mode);
        (self.blocks, at.unwrap_or_default())
    }
}

/// A script as it is replayed on what was there before it.
#[derive(Clone, Copy, Debug)]
pub struct Replayed<'a> {
    /// The server.
    pub target: Target,
    /// What was there.
    pub before: &'a Schema,
    /// The text.
    pub sql: &'a str,
    /// Its statements.
    pub statements: &'a [Statement],
    /// What they do.
    pub steps: &'a [Step<'a>],
    /// Whether the replay knows how what was there came to be, and so what depends on a view.
    pub is_whole: bool,
}

/// Where the model and the engine are not of one mind about what the statements of a script cost, in
/// plain words.
#[must_use]
pub fn disagreements(replayed: Replayed<'_>, measured: &[Measured]) -> Vec<String> {
    let Replayed { target, before, sql, statements, steps, is_whole } = replayed;
    let mut names = Names::of(before);
    let mut held: BTreeMap<Name, Lock> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, statement) in statements.iter().enumerate() {
        let steps: Vec<&Step<'_>> = steps.iter().filter(|step| step.statement == at).collect();
        let said = said(target, &steps, &mut names);
        let seen = measured.iter().find(|it| it.span == statement.span);
        let Some(impact) = seen.and_then(|seen| seen.impact.as_ref()) else { continue };
        // What a transaction holds already is not taken again.
        if impact.algorithm.is_some() {
            held.clear();
        }
        for (table, costs) in impact.tables() {
            let lock = costs
                .lock
                .filter(|lock| held.get(table).is_none_or(|held| lock.rank() > held.rank()));
            held.extend(lock.map(|lock| (table.clone(), lock)));
        }
        let text = &sql[statement.span.range()];
        let cascades = text.to_ascii_lowercase().contains("cascade");
        let Some(said) = said.filter(|_| is_whole || !cascades) else { continue };
        let differences = differences(&said, impact, &held);
        if !differences.is_empty() {
            let words: Vec<&str> = text.split_whitespace().take(8).collect();
            let (words, what) = (words.join(" "), differences.join(", "));
            found.push(format!("what `{words} …` locks and works through: {what}"));
        }
    }
    found
}

/// What the model says that a statement costs what was there before the script; none where it claims
/// to know nothing.
fn said(target: Target, steps: &[&Step<'_>], names: &mut Names) -> Option<Impact> {
    let mut all = Impact { source: Source::Manual(""), ..Impact::default() };
    let mut is_known = !steps.is_empty();
    for step in steps {
        let one = super::of(target, step);
        // What rows a query reads is for the planner to say, and what a branch does for the rows.
        let unknown = match &step.command.what {
            What::Data(_) | What::Opaque(_) | What::Maintenance(_) => true,
            What::CreateView(create) => create.view.materialized,
            _ => false,
        };
        is_known &= !unknown && one.source != Source::Unknown && !step.command.conditional;
        is_known &= step.doubts.is_empty() && step.failure.is_none();
        let own = |name: &Name| names.before(name).cloned();
        let locks = one.locks.into_iter();
        all.locks.extend(locks.filter_map(|lock| Some(Lock { on: own(&lock.on)?, ..lock })));
        let work = one.work.into_iter().filter_map(|work| {
            let name = own(work.table())?;
            Some(work.of(name))
        });
        all.work.extend(work);
        // All of a statement is done in the way of its worst part.
        all.algorithm =
            all.algorithm.into_iter().chain(one.algorithm).max_by_key(|word| rank_of(word));
        names.follow(&step.changes);
    }
    is_known.then_some(all)
}

/// Among the ways to carry out a statement, how bad it is.
fn rank_of(algorithm: &str) -> Option<usize> {
    const FROM_THE_BEST: [&str; 4] = ["INSTANT", "NOCOPY", "INPLACE", "COPY"];
    FROM_THE_BEST.iter().position(|it| *it == algorithm)
}

fn differences(said: &Impact, seen: &Impact, held: &BTreeMap<Name, Lock>) -> Vec<String> {
    let mut found = Vec::new();
    if let (Some(said), Some(seen)) = (said.algorithm, seen.algorithm) {
        if said != seen {
            found.push(format!("the model has {said}, the engine {seen}"));
        }
        return found;
    }
    let mut tables: Vec<&Name> =
        said.tables().chain(seen.tables()).map(|(table, _)| table).collect();
    tables.sort();
    tables.dedup();
    for table in tables {
        let (said, seen) = (said.costs(table), seen.costs(table));
        let is_held = |lock: &Lock| held.get(table).is_some_and(|held| held.rank() >= lock.rank());
        match (&said.lock, &seen.lock) {
            (Some(said), Some(seen)) if said.mode == seen.mode => {}
            (Some(said), None) if is_held(said) => {}
            (None, None) => {}
            (said, seen) => found.push(only(table, mode(said.as_ref()), mode(seen.as_ref()))),
        }
        let rewrites = |it: &Costs| it.rewrites || it.empties;
        if rewrites(&said) != rewrites(&seen) {
            let word = |is| if is { "written anew" } else { "left where it is" };
            found.push(only(table, word(rewrites(&said)), word(rewrites(&seen))));
        } else if !rewrites(&said) && said.reads != seen.reads {
            let word = |is| if is { "read" } else { "not read" };
            found.push(only(table, word(said.reads), word(seen.reads)));
        }
    }
    found
}

fn mode(lock: Option<&Lock>) -> &'static str {
    lock.map_or("no lock", |lock| lock.mode)
}

fn only(table: &Name, said: &str, seen: &str) -> String {
    format!("the model has {said} for `{table}`, the engine {seen}")
}

/// What things were called before a script began, by what they are called now.
struct Names(BTreeMap<Name, Name>);

impl Names {
    fn of(schema: &Schema) -> Self {
        let own = schema.tables.keys().chain(schema.views.keys());
        Self(own.map(|name| (name.clone(), name.clone())).collect())
    }

    fn before(&self, now: &Name) -> Option<&Name> {
        self.0.get(now)
    }

    fn follow(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::RenameTable { from, to } => {
                    let before = self.0.remove(from);
                    self.0.extend(before.map(|before| (to.clone(), before)));
                }
                Change::CreateTable(name, _) | Change::DropTable(name) | Change::DropView(name) => {
                    self.0.remove(name);
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
