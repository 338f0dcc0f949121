//! What a server says to a demand: `ALGORITHM` and `LOCK` behind a statement make it refuse what it
//! cannot do that way, before it does anything. The first demand that it takes has run the statement, as
//! the server would have chosen to by itself.

use std::collections::BTreeSet;

use super::impact::{Algorithm, Cost, of_cost};
use crate::command::{Command, Path, What};
use crate::dialect::Target;
use crate::dialect::meter::{Demand, Ground, Meter, Way};
use crate::impact::{Impact, Source};
use crate::schema::Name;
use crate::sql;
use crate::sql::split::Statement;

/// What is demanded of a server.
#[derive(Debug)]
pub(super) struct Demands {
    server: Target,
    /// The tables that are there.
    there: BTreeSet<Name>,
}

impl Demands {
    pub(super) fn new(ground: &Ground<'_>) -> Self {
        Self { server: ground.server, there: ground.reached.clone() }
    }

    /// The table that was there before, and what stands between a statement and a demand; none where
    /// the statement takes no demand, or says itself what it demands.
    fn place(&self, commands: &[Command]) -> Option<(&Name, &'static str)> {
        let (path, separator) = match commands {
            [first, ..] if commands.iter().all(|it| takes_demands(&it.what)) => match &first.what {
                What::AlterTable(alter) => (&alter.table, ", "),
                What::CreateIndex(create) => (&create.table, " "),
                // MariaDB's `DROP INDEX` takes none.
                What::DropIndexes(drop) if !self.server.is_mariadb => (drop.table.as_ref()?, " "),
                _ => return None,
            },
            _ => return None,
        };
        Some((self.there.iter().find(|name| is_of(name, path))?, separator))
    }

    fn cost(&self, cost: &Cost, table: &Name) -> Impact {
        let mut impact = of_cost(cost, table, self.server);
        // Whether rows or only indexes are written, no demand tells.
        impact.work.retain(|_| cost.algorithm == Algorithm::Copy);
        Impact { source: Source::Measured("the throwaway server"), ..impact }
    }
}

/// Whether a command is one that takes demands, and makes none itself.
fn takes_demands(what: &What) -> bool {
    let (algorithm, lock) = match what {
        What::AlterTable(alter) => (&alter.algorithm, &alter.lock),
        What::CreateIndex(create) => (&create.algorithm, &create.lock),
        What::DropIndexes(drop) => (&drop.algorithm, &drop.lock),
        _ => return false,
    };
    algorithm.is_none() && lock.is_none()
}

/// Whether a written name is that of the table; on some file systems in other letters.
fn is_of(name: &Name, path: &Path) -> bool {
    name.name.eq_ignore_ascii_case(&path.name)
        && path.namespace.as_deref().is_none_or(|written| written == name.namespace)
}

impl Meter for Demands {
    fn way(&self, sql: &str, statement: &Statement) -> Way {
        let text = &sql[statement.span.range()];
        let read = sql::read(text, self.server);
        let [only] = &*read.statements else { return Way::Nothing };
        let Some((table, separator)) = self.place(&only.commands) else { return Way::Nothing };
        let demand = |cost: &Cost| {
            let word = cost.algorithm.word(self.server);
            // A change of what is said of a table alone takes no word about locks.
            let lock = match (cost.algorithm, cost.shared) {
                (Algorithm::Instant, _) => String::new(),
                (_, false) => format!("{separator}LOCK=NONE"),
                (_, true) => format!("{separator}LOCK=SHARED"),
            };
            Demand {
                sql: format!("{text}\n{separator}ALGORITHM={word}{lock}"),
                impact: self.cost(cost, table),
            }
        };
        let from_the_best = [
            Some(Cost::online(Algorithm::Instant)),
            self.server.is_mariadb.then(|| Cost::online(Algorithm::NoCopy)),
            Some(Cost::online(Algorithm::Rebuild)),
            Some(Cost::shared(Algorithm::Inplace)),
        ];
        let demands = from_the_best.iter().flatten().map(demand).collect();
        Way::Demand(demands, Box::new(self.cost(&Cost::shared(Algorithm::Copy), table)))
    }

    /// What cannot be done with that algorithm, or with that lock.
    fn refuses(&self, code: &str) -> bool {
        matches!(code, "1845" | "1846")
    }
}
