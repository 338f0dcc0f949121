//! A driver that does what a script says, and the failure paths it is there for.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use migrate_core::dialect::session::{COLUMNS, HistoryTable};
use migrate_core::dialect::sqlite::session::Sqlite;

use crate::driver::{Driver, DriverError, Row};

/// What a [`Fake`] was told and shall do, shared with the test that made it.
#[derive(Default)]
pub(crate) struct Script {
    /// Everything that was sent, in order.
    pub(crate) sent: Vec<String>,
    /// Which of the sent texts fails, counted from zero, and with what.
    pub(crate) fails: Option<(usize, DriverError)>,
    /// How many `BEGIN`s find the database busy.
    pub(crate) busy: usize,
    /// Whether the connection was released rather than dropped.
    pub(crate) released: bool,
    /// The rows of the history as other processes see them; none for a missing table.
    pub(crate) history: Option<Vec<Row>>,
    /// The up that the history keeps of its rows.
    pub(crate) up_sql: String,
    /// The rows that appear once the lock is taken.
    pub(crate) history_under_lock: Option<Vec<Row>>,
}

/// A scripted connection.
#[derive(Clone, Default)]
pub(crate) struct Fake(pub(crate) Arc<Mutex<Script>>);

impl Fake {
    fn send(&self, sql: &str) -> Result<Option<Vec<Row>>, DriverError> {
        let mut script = self.0.lock().unwrap();
        let at = script.sent.len();
        script.sent.push(sql.to_owned());
        if sql.contains("BEGIN") && script.busy > 0 {
            script.busy -= 1;
            return Err(failed("5", "database is locked"));
        }
        if let Some((number, error)) = &script.fails
            && *number == at
        {
            return Err(error.clone());
        }
        if sql.contains("BEGIN") && script.history_under_lock.is_some() {
            script.history = script.history_under_lock.take();
        }
        if let Some((_, values)) = sql.split_once(") VALUES ")
            && sql.starts_with("INSERT")
        {
            script.insert(values);
        }
        script.change(sql);
        Ok(script.history.clone())
    }
}

impl Script {
    /// Keeps what is read of each inserted row that is not its script.
    fn insert(&mut self, values: &str) {
        let row = |line: &str| {
            let cells = line.trim_start_matches('(').split(", ").take(6);
            cells.map(|cell| Some(cell.trim_matches('\'').to_owned())).collect::<Row>()
        };
        let rows = values.lines().filter(|line| line.starts_with('(')).map(row);
        self.history.get_or_insert_default().extend(rows);
    }

    /// Does to its newest row what is said to the table.
    fn change(&mut self, sql: &str) {
        let Some(rows) = &mut self.history else { return };
        if sql.starts_with("DELETE FROM main.\"_migrate_history\"") {
            rows.pop();
        }
        if let (Some((_, state)), Some(row)) = (sql.split_once("SET state = '"), rows.last_mut()) {
            row[3] = state.split('\'').next().map(str::to_owned);
        }
    }
}

#[async_trait]
impl Driver for Fake {
    async fn execute(&mut self, sql: &str) -> Result<(), DriverError> {
        self.send(sql).map(drop)
    }

    async fn fetch(&mut self, sql: &str) -> Result<Vec<Row>, DriverError> {
        let history = self.send(sql)?;
        let missing = || failed("1", "no such table: main._migrate_history");
        let table = HistoryTable::new(&Sqlite, None, "_migrate_history");
        if sql == table.select_columns() {
            let columns = COLUMNS.iter().map(|column| vec![Some((*column).to_owned())]);
            return Ok(history.map_or_else(Vec::new, |_| columns.collect()));
        }
        if sql == table.select_newest() {
            let rows = history.ok_or_else(missing)?;
            let newest =
                |row: &Row| vec![row[0].clone(), row[0].clone(), row[1].clone(), row[3].clone()];
            return Ok(rows.last().map(newest).into_iter().collect());
        }
        if sql == table.select_full() {
            let up_sql = self.0.lock().unwrap().up_sql.clone();
            return Ok(history.ok_or_else(missing)?.iter().map(|row| full(row, &up_sql)).collect());
        }
        if sql == table.select_extent() {
            let rows = history.ok_or_else(missing)?;
            let last = rows.last().and_then(|row| row[0].clone());
            return Ok(vec![vec![Some(rows.len().to_string()), last]]);
        }
        if sql.starts_with("SELECT state FROM") {
            let newest = history.unwrap_or_default().pop();
            return Ok(newest.map(|row| vec![row[3].clone()]).into_iter().collect());
        }
        if sql.contains("chain = ") {
            return Ok(current(sql, &history.ok_or_else(missing)?));
        }
        Ok(Vec::new())
    }

    async fn dedicate(&mut self) -> Result<Option<String>, DriverError> {
        self.send("dedicate").map(|_| None)
    }

    async fn release(self: Box<Self>) {
        self.0.lock().unwrap().released = true;
    }
}

fn failed(code: &str, message: &str) -> DriverError {
    DriverError::of(&Sqlite, code, message)
}

/// All columns of a row of which the fake keeps the short ones.
fn full(row: &Row, up_sql: &str) -> Row {
    let empty = || Some("0".to_owned());
    let rest =
        [None, Some(up_sql.to_owned()), None, None, empty(), empty(), empty(), empty(), empty()];
    row.iter().cloned().chain(rest).collect()
}

/// The answer to the query of a service that boots.
fn current(sql: &str, rows: &[Row]) -> Vec<Row> {
    let Some(newest) = rows.last() else { return Vec::new() };
    let chain = newest[5].as_deref().unwrap_or("none");
    let yes = newest[3].as_deref() == Some("applied")
        && sql.contains(&format!("= {} THEN", rows.len()))
        && sql.contains(&format!("chain = '{chain}'"));
    vec![vec![Some(u8::from(yes).to_string())]]
}

mod tests {
    use std::borrow::Cow;
    use std::time::Duration;

    use migrate_core::checksum::Checksum;
    use migrate_core::dialect::session::RELEASE_GUARD;
    use migrate_core::dialect::{Dialect, Target};
    use migrate_core::set::kin::Kin;
    use migrate_core::set::{Down, Migration, MigrationSet, Script as SqlScript};
    use migrate_core::version::Version;

    use super::*;
    use crate::error::{Aftermath, Error};
    use crate::migrator::Migrator;
    use crate::options::{Options, TransactionScope};
    use crate::plan::{Goal, Upto};
    use crate::report::Report;

    fn script(sql: String) -> SqlScript {
        let checksum = Checksum::of(&sql);
        let transaction = !sql.contains("no-transaction");
        SqlScript { file: Cow::Borrowed("x.sql"), checksum, sql: Cow::Owned(sql), transaction }
    }

    fn set(ups: &[&str]) -> MigrationSet {
        let migrations = ups.iter().enumerate().map(|(at, up)| Migration {
            version: Version::parse(&(at + 1).to_string()).unwrap(),
            title: Cow::Borrowed("title"),
            up: script((*up).to_owned()),
            down: Down::Script(script("undo".to_owned())),
            kin: Kin::NONE,
        });
        let target = Target::oldest(Dialect::Sqlite);
        MigrationSet::new(target, "migrations".to_owned(), migrations.collect())
    }

    fn row(sequence: i64, set: &MigrationSet, state: &str) -> Row {
        let migration = &set.migrations[usize::try_from(sequence - 1).unwrap()];
        [
            sequence.to_string().as_str(),
            migration.version.as_str(),
            &migration.title,
            state,
            migration.up.checksum.as_str(),
            set.chain.as_str(),
        ]
        .into_iter()
        .map(|cell| Some(cell.to_owned()))
        .collect()
    }

    async fn apply(set: &MigrationSet, fake: &Fake, options: Options) -> Result<Report, Error> {
        let goal = Goal::Apply(Upto::Newest);
        Migrator::new(set, options).run_on(Box::new(fake.clone()), &goal, None).await
    }

    fn each() -> Options {
        Options { transaction: TransactionScope::EachMigration, ..Options::default() }
    }

    /// Whatever fails, nothing is sent behind it but a rollback, the error says so, and the
    /// connection is dropped rather than given back.
    #[tokio::test]
    async fn whichever_text_fails_nothing_is_committed_behind_it() {
        let set = set(&["one; two", "three"]);
        let reference = Fake::default();
        apply(&set, &reference, each()).await.unwrap();
        let texts = reference.0.lock().unwrap().sent.len();
        assert!(texts > 12, "{texts}");
        for fails in 1..texts {
            let fake = Fake::default();
            let broken = failed("1", "it is broken");
            fake.0.lock().unwrap().fails = Some((fails, broken));
            let error = apply(&set, &fake, each()).await.unwrap_err();
            let script = fake.0.lock().unwrap();
            let behind: Vec<&str> = script.sent[fails + 1..].iter().map(|it| &**it).collect();
            let in_transaction =
                script.sent[..fails].iter().filter(|it| it.contains("BEGIN")).count()
                    > script.sent[..fails].iter().filter(|it| *it == "COMMIT").count();
            let commit_failed = script.sent[fails] == "COMMIT";
            let inspects = |sql: &&str| sql.contains("pragma_table_info");
            let behind: Vec<&str> = behind.into_iter().filter(|sql| !inspects(sql)).collect();
            let expected: &[&str] =
                if in_transaction && !commit_failed { &["ROLLBACK"] } else { &[] };
            assert_eq!(behind, expected, "{fails}: {:?}", script.sent);
            let told = match &error {
                Error::TransactionEnded { .. } => script.sent[fails] == RELEASE_GUARD,
                other => other.to_string().contains("it is broken"),
            };
            assert!(!script.released && told, "{fails}: {error}");
        }
    }

    #[tokio::test]
    async fn the_state_that_is_left_is_told() {
        let set = set(&["one", "two"]);
        let at =
            |fake: &Fake| fake.0.lock().unwrap().sent.iter().position(|sql| sql == "two").unwrap();
        for (options, expected) in [
            (Options::default(), Aftermath::Untouched),
            (each(), Aftermath::At(Some(Version::checked("1")))),
        ] {
            let reference = Fake::default();
            apply(&set, &reference, options.clone()).await.unwrap();
            let fake = Fake::default();
            let error = failed("1", "no");
            fake.0.lock().unwrap().fails = Some((at(&reference), error));
            match apply(&set, &fake, options).await {
                Err(Error::Failed(failure)) => assert_eq!(failure.aftermath, expected),
                other => panic!("{other:?}"),
            }
        }
    }

    #[tokio::test]
    async fn a_fresh_database_gets_one_transaction() {
        let set = set(&["one", "two", "three"]);
        for (options, transactions) in [(Options::default(), 1), (each(), 3)] {
            let fake = Fake::default();
            apply(&set, &fake, options).await.unwrap();
            let script = fake.0.lock().unwrap();
            let commits = script.sent.iter().filter(|sql| *sql == "COMMIT").count();
            assert_eq!(commits, transactions);
            assert!(script.released);
        }
    }

    #[tokio::test]
    async fn nothing_pending_is_one_query_and_no_lock() {
        let set = set(&["one"]);
        let fake = Fake::default();
        fake.0.lock().unwrap().history = Some(vec![row(1, &set, "applied")]);
        apply(&set, &fake, Options::default()).await.unwrap();
        let script = fake.0.lock().unwrap();
        let table = HistoryTable::new(&Sqlite, None, "_migrate_history");
        let query = table.select_current(&set);
        assert_eq!(script.sent, [query]);
    }

    #[tokio::test]
    async fn what_others_applied_while_we_waited_is_not_applied_again() {
        let set = set(&["one", "two"]);
        let fake = Fake::default();
        {
            let mut script = fake.0.lock().unwrap();
            script.busy = 3;
            script.history_under_lock =
                Some(vec![row(1, &set, "applied"), row(2, &set, "applied")]);
        }
        let report = apply(&set, &fake, Options::default()).await.unwrap();
        assert!(report.steps.is_empty() && report.pending == 0);
        let script = fake.0.lock().unwrap();
        assert!(!script.sent.iter().any(|sql| sql == "one" || sql == "COMMIT"));
        assert_eq!(script.sent.last().map(String::as_str), Some("ROLLBACK"));
    }

    #[tokio::test]
    async fn a_lock_that_stays_taken_is_given_up() {
        let set = set(&["one"]);
        let fake = Fake::default();
        fake.0.lock().unwrap().busy = usize::MAX;
        let lock_timeout = Duration::from_millis(20);
        let error =
            apply(&set, &fake, Options { lock_timeout: Some(lock_timeout), ..Options::default() })
                .await;
        assert!(matches!(error, Err(Error::Locked { .. })), "{error:?}");
        assert!(!fake.0.lock().unwrap().released);
    }

    #[tokio::test]
    async fn an_interrupted_script_goes_on_behind_what_is_done() {
        let up = "-- migrate: no-transaction\npragma a = 1; create one; vacuum; create two";
        let set = set(&[up]);
        let fake = Fake::default();
        {
            let mut script = fake.0.lock().unwrap();
            script.history = Some(vec![row(1, &set, "applying 2")]);
            script.up_sql = up.to_owned();
        }
        apply(&set, &fake, Options::default()).await.unwrap();
        let script = fake.0.lock().unwrap();
        let ran = |sql: &str| script.sent.iter().any(|sent| sent == sql);
        assert!(ran("pragma a = 1"), "a setting of the connection is repeated");
        assert!(!ran("create one") && ran("vacuum") && ran("create two"), "{:?}", script.sent);
        let rows = script.history.as_ref().unwrap();
        assert_eq!((rows.len(), rows[0][3].as_deref()), (1, Some("applied")));
        assert_eq!(script.sent.last().unwrap(), "COMMIT");
    }
}
