//! What is known of the rollback of each migration: what an engine has just shown, and what a receipt
//! says that it showed before.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use migrate_core::checksum::Checksum;
use migrate_core::dialect::engine::Engine;
use migrate_core::impact::measured;
use migrate_core::rows::Loss;
use migrate_core::schema::Schema;
use migrate_core::schema::fingerprint::{Fingerprint, Follower};
use migrate_core::set::lock_file::LockFile;
use migrate_core::set::read::Reading;
use migrate_core::set::receipt::Receipt;
use migrate_core::set::{Down, Migration, MigrationSet};
use migrate_core::version::Version;
use migrate_runtime::verify::{Blocker, RowReport, Verdict, Verification, Verified};

/// Why only the up of a migration needs to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// It is older than `since`.
    Old,
    /// It is written in Rust, so that only its own program runs it.
    Code,
    /// It has not changed since the receipt was written.
    Fresh(Box<Receipt>),
}

/// What is known of a set.
pub(crate) struct Proven {
    /// What the engine has shown; of a migration that is known, nothing.
    pub(crate) verification: Verification,
    /// What was known before, and still holds.
    pub(crate) known: BTreeMap<Version, Known>,
    /// What was seen now, in the order of the migrations.
    pub(crate) receipts: Vec<(Version, Receipt)>,
}

impl Proven {
    /// What is known when nothing has to run, since all of the set is.
    pub(crate) fn before(set: &MigrationSet, known: BTreeMap<Version, Known>) -> Self {
        let engine = known.values().rev().find_map(|known| match known {
            Known::Fresh(receipt) => Some(receipt.engine.to_string()),
            Known::Old | Known::Code => None,
        });
        let migrations = set.migrations.iter().map(|migration| Verified {
            version: migration.version.clone(),
            title: migration.title.to_string(),
            path: set.path(&migration.up),
            verdict: trusted(migration, known.get(&migration.version)),
            up: Duration::ZERO,
            down: Duration::ZERO,
            disagreement: Vec::new(),
            up_measured: Vec::new(),
            down_measured: Vec::new(),
            before: Schema::default(),
            after: Schema::default(),
            rows: RowReport::default(),
        });
        let verification = Verification {
            engine: engine.unwrap_or_default(),
            migrations: migrations.collect(),
            ..Verification::default()
        };
        Self { verification, known, receipts: Vec::new() }
    }

    /// The migration that cannot be undone.
    pub(crate) fn blocker(&self) -> Option<(&Verified, &Blocker)> {
        self.verification.blocker()
    }

    /// What an engine showed of a migration, now or before.
    pub(crate) fn receipt(&self, version: &Version) -> Option<&Receipt> {
        let now = self.receipts.iter().find(|(seen, _)| seen == version);
        now.map(|(_, receipt)| receipt).or_else(|| match self.known.get(version)? {
            Known::Fresh(receipt) => Some(receipt),
            Known::Old | Known::Code => None,
        })
    }

    /// The lock file with what was seen. What was seen before of a migration that has turned out to
    /// be a blocker is no evidence any more.
    pub(crate) fn written(&self, lock: &LockFile, set: &MigrationSet) -> LockFile {
        let mut lock = lock.listing(set, false);
        for (version, receipt) in &self.receipts {
            if let Some(migration) = set.get(version) {
                lock.record(migration, receipt.clone());
            }
        }
        let blocked = self.blocker().and_then(|(verified, _)| set.get(&verified.version));
        if let (Some(migration), Some(engine)) = (blocked, Engine::parse(&self.verification.engine))
        {
            lock.forget(migration, &engine);
        }
        lock
    }
}

/// What a lock file says of the migrations of a set as they are, and which of them are too old to be
/// asked about. Whether a receipt holds shows when the schema before is known.
pub(crate) fn known(
    reading: &Reading,
    lock: &LockFile,
    since: Option<&Version>,
    speaks: &dyn Fn(&Engine) -> bool,
) -> BTreeMap<Version, Known> {
    let fresh = |place: usize, migration: &Migration| {
        let evidence = lock.evidence(&migration.version).filter(|it| it.is_of(migration))?;
        let seed = reading.seeded(place);
        let is_current = |it: &&Receipt| it.before.is_current() && it.seed == seed;
        let receipts = evidence.receipts.iter().filter(is_current);
        receipts
            .max_by_key(|it| (speaks(&it.engine), &it.engine))
            .cloned()
            .map(Box::new)
            .map(Known::Fresh)
    };
    let known = |(place, migration): (usize, &Migration)| {
        let old = since.is_some_and(|since| migration.version < *since);
        let known = match () {
            () if migration.up.is_code() => Some(Known::Code),
            () if old => Some(Known::Old),
            () => fresh(place, migration),
        };
        known.map(|known| (migration.version.clone(), known))
    };
    reading.set.migrations.iter().enumerate().filter_map(known).collect()
}

/// Whether all of a set is known, and each receipt begins where the one before it ends. Of repeatable
/// scripts nothing is ever known from before: what they do depends on whatever migrations there are.
pub(crate) fn is_settled(
    set: &MigrationSet,
    known: &BTreeMap<Version, Known>,
    speaks: &dyn Fn(&Engine) -> bool,
) -> bool {
    if !set.repeatables.is_empty() {
        return false;
    }
    let mut left: Option<&Fingerprint> = None;
    let mut any = false;
    for migration in set.migrations.iter() {
        match known.get(&migration.version) {
            None => return false,
            Some(Known::Old) => left = None,
            // What changes rows alone leaves what it found, and of others receipts do not follow.
            Some(Known::Code) => {}
            Some(Known::Fresh(receipt)) => {
                if !speaks(&receipt.engine) || left.is_some_and(|left| *left != receipt.before) {
                    return false;
                }
                any = true;
                left = Some(&receipt.after);
            }
        }
    }
    any
}

/// A verification that goes on until it rests on nothing that has turned out not to hold.
pub(crate) struct Search<'a> {
    reading: &'a Reading,
    lock: &'a LockFile,
    known: BTreeMap<Version, Known>,
    seen: BTreeMap<Version, Verified>,
}

impl<'a> Search<'a> {
    /// Begins with what is known.
    pub(crate) fn new(
        reading: &'a Reading,
        lock: &'a LockFile,
        known: BTreeMap<Version, Known>,
    ) -> Self {
        Self { reading, lock, known, seen: BTreeMap::new() }
    }

    /// The migrations of which only the ups need to run.
    pub(crate) fn trusted(&self) -> BTreeSet<Version> {
        self.known.keys().chain(self.seen.keys()).cloned().collect()
    }

    /// Takes in what a run showed. `Err` is the search for what has to run still, since a receipt was
    /// about another schema than the one that there is.
    pub(crate) fn take(mut self, mut run: Verification) -> Result<Proven, Self> {
        let prints = fingerprints(&run);
        let engine = Engine::parse(&run.engine);
        let count = self.known.len();
        for (verified, prints) in run.migrations.iter_mut().zip(&prints) {
            let version = verified.version.clone();
            if let Verdict::Restored { .. } | Verdict::Irreversible { .. } = verified.verdict {
                self.seen.insert(version, verified.clone());
            } else if let Some(earlier) = self.seen.get(&version) {
                *verified = earlier.clone();
            } else {
                self.keep(&version, engine.as_ref(), prints);
            }
        }
        if self.known.len() < count {
            return Err(self);
        }
        let receipts = run.migrations.iter().zip(prints).filter_map(|(verified, prints)| {
            let seed = self.seeded(&verified.version);
            Some((verified.version.clone(), receipt(verified, engine.clone()?, seed, prints)?))
        });
        let receipts = receipts.collect();
        for verified in &mut run.migrations {
            let known = self.known.get(&verified.version);
            if let (Some(migration), Some(known)) = (self.reading.set.get(&verified.version), known)
            {
                verified.verdict = trusted(migration, Some(known));
            }
        }
        Ok(Proven { verification: run, known: self.known, receipts })
    }

    /// The author's rows that a migration can meet.
    fn seeded(&self, version: &Version) -> Option<Checksum> {
        self.reading.seeded(self.reading.set.position(version)?)
    }

    /// Keeps what is known of a migration if it is known of this engine and of these schemas.
    fn keep(
        &mut self,
        version: &Version,
        engine: Option<&Engine>,
        (before, after): &(Fingerprint, Fingerprint),
    ) {
        if !matches!(self.known.get(version), Some(Known::Fresh(_))) {
            return;
        }
        let series = engine.map(Engine::series);
        let seed = self.seeded(version);
        let holds = |receipt: &&Receipt| {
            Some(receipt.engine.series()) == series
                && receipt.seed == seed
                && (&receipt.before, &receipt.after) == (before, after)
        };
        let receipts = self.lock.evidence(version).map(|evidence| evidence.receipts.iter());
        match receipts.and_then(|mut receipts| receipts.find(holds)) {
            Some(receipt) => {
                self.known.insert(version.clone(), Known::Fresh(Box::new(receipt.clone())));
            }
            None => {
                self.known.remove(version);
            }
        }
    }
}

/// The verdict on a migration whose cycle did not run: that there is no way back needs no engine.
fn trusted(migration: &Migration, known: Option<&Known>) -> Verdict {
    match (&migration.down, known) {
        (Down::Irreversible { reason }, Some(Known::Fresh(_))) => {
            Verdict::Irreversible { reason: reason.to_string() }
        }
        _ => Verdict::Trusted,
    }
}

/// The schemas before and after each migration. After one is before the next: what a second up
/// leaves in another order is what the next one meets.
fn fingerprints(run: &Verification) -> Vec<(Fingerprint, Fingerprint)> {
    let mut follower = Follower::default();
    let mut prints: Vec<Fingerprint> =
        run.migrations.iter().map(|verified| follower.follow(&verified.before)).collect();
    prints.extend(run.migrations.last().map(|verified| follower.follow(&verified.after)));
    prints.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
}

/// Sorted, each once.
fn names(names: impl Iterator<Item = String>) -> Vec<String> {
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

fn receipt(
    verified: &Verified,
    engine: Engine,
    seed: Option<Checksum>,
    (before, after): (Fingerprint, Fingerprint),
) -> Option<Receipt> {
    let (Verdict::Restored { .. } | Verdict::Irreversible { .. }) = verified.verdict else {
        return None;
    };
    Some(Receipt {
        engine,
        tables: verified.before.tables.len(),
        seeded: verified.rows.seeded,
        seed,
        lost: names(verified.rows.lost.iter().map(Loss::name)),
        unproven: names(verified.rows.unproven.iter().map(ToString::to_string)),
        up_locks: measured::of_script(&verified.up_measured),
        down_locks: measured::of_script(&verified.down_measured),
        before,
        after,
    })
}
