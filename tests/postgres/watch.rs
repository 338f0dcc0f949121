//! What triggers tell of is all that changes.

use migrate_core::dialect::catalog::{Catalog, Row, Scope};
use migrate_core::dialect::postgres::catalog::Postgres as Reader;
use migrate_core::diff::diff;
use migrate_core::sql;
use migrate_tests::server::postgres::Postgres;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

/// A connection with two readers: one reads what is touched, one everything.
struct Watched {
    connection: PgConnection,
    reader: Reader,
    /// How many scripts were run, and after how many of them everything was read.
    scripts: (usize, usize),
    /// What the two disagree about.
    wrong: Vec<String>,
}

impl Watched {
    async fn new(server: &Postgres, database: &str, base: &str) -> Self {
        server.run("postgres", &format!("create database {database}")).unwrap();
        let mut connection = PgConnection::connect(&server.url(database)).await.unwrap();
        let mut reader = Reader::default();
        let answer = rows(&mut connection, reader.watch()).await.unwrap();
        reader.watched(&answer);
        rows(&mut connection, base).await.unwrap();
        let mut new = Self { connection, reader, scripts: (0, 0), wrong: Vec::new() };
        new.read(Scope::Everything).await;
        new
    }

    /// Returns whether everything was read.
    async fn read(&mut self, scope: Scope<'_>) -> bool {
        self.reader.refresh(scope);
        read(&mut self.connection, &mut self.reader).await
    }

    /// Runs a script, where the server has it.
    async fn run(&mut self, script: &str) {
        if rows(&mut self.connection, script).await.is_err() {
            return;
        }
        self.scripts.0 += 1;
        self.scripts.1 += usize::from(self.read(Scope::Script(script)).await);
        let mut whole = Reader::default();
        whole.refresh(Scope::Everything);
        read(&mut self.connection, &mut whole).await;
        let differences = diff(self.reader.schema(), whole.schema());
        if !differences.is_empty() {
            self.wrong.push(format!("{script}: {differences:#?}"));
            self.read(Scope::Everything).await;
        }
    }
}

async fn rows(connection: &mut PgConnection, sql: &str) -> Result<Vec<Row>, sqlx::Error> {
    let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(connection).await?;
    let cell = |row: &sqlx::postgres::PgRow, at| row.try_get_unchecked(at).unwrap();
    Ok(rows.iter().map(|row| (0..row.len()).map(|at| cell(row, at)).collect()).collect())
}

async fn read(connection: &mut PgConnection, reader: &mut Reader) -> bool {
    let mut is_whole = false;
    while let Some(query) = reader.query() {
        // What it begins with is only asked there.
        is_whole |= query.contains("SELECT EXISTS");
        reader.feed(rows(connection, &query).await.unwrap()).unwrap();
    }
    is_whole
}

/// What the two readers disagree about, after each of many changes.
pub(crate) async fn surprises(server: &Postgres) -> Vec<String> {
    let base = include_str!("base.sql");
    let mut watched = Watched::new(server, "watched", base).await;
    for change in include_str!("changes.sql").lines().filter(|line| !line.is_empty()) {
        rows(&mut watched.connection, "begin").await.unwrap();
        watched.run(change).await;
        rows(&mut watched.connection, "rollback").await.unwrap();
        watched.read(Scope::Everything).await;
    }
    let mut wrong = watched.wrong;
    let mut scripts = watched.scripts;
    for (at, script) in super::SCRIPTS.split("\n----\n").enumerate() {
        let mut watched = Watched::new(server, &format!("watched_{at}"), "").await;
        let target = "postgres 15".parse().unwrap();
        for statement in sql::read(script, target).statements {
            watched.run(&script[statement.span.range()]).await;
        }
        wrong.extend(watched.wrong);
        scripts = (scripts.0 + watched.scripts.0, scripts.1 + watched.scripts.1);
    }
    println!("{} scripts, after {} of them everything was read", scripts.0, scripts.1);
    assert!(scripts.0 > 200 && scripts.1 < scripts.0 / 2, "{scripts:?}");
    wrong
}
