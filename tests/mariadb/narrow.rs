//! What is read again after a script is all that the script changed.

use migrate_core::dialect::Target;
use migrate_core::dialect::catalog::{Catalog, Row, Scope};
use migrate_core::dialect::mysql::catalog::Mysql;
use migrate_core::diff::diff;
use migrate_core::schema::Schema;
use migrate_core::sql;
use migrate_tests::server::mariadb::Mariadb;
use sqlx::{AssertSqlSafe, Connection as _, MySqlConnection, Row as _};

/// A connection with two readers: one reads what scripts name, one everything.
struct Read {
    connection: MySqlConnection,
    reader: Mysql,
    /// How many scripts were run, and after how many of them everything was read.
    scripts: (usize, usize),
    /// What the two disagree about.
    wrong: Vec<String>,
    target: Target,
}

impl Read {
    async fn new(server: &Mariadb, database: &str, base: &str) -> Self {
        server.run("", &format!("create database {database} character set utf8mb4")).unwrap();
        server.run(database, base).unwrap();
        let connection = MySqlConnection::connect(&server.url(database)).await.unwrap();
        let target = server.target();
        let reader = Mysql::new(target);
        let mut new = Self { connection, reader, scripts: (0, 0), wrong: Vec::new(), target };
        read(&mut new.connection, &mut new.reader, Scope::Everything).await;
        new
    }

    /// Runs a script, where the server has it.
    async fn run(&mut self, script: &str) {
        if rows(&mut self.connection, script).await.is_err() {
            return;
        }
        self.scripts.0 += 1;
        let is_whole = read(&mut self.connection, &mut self.reader, Scope::Script(script)).await;
        self.scripts.1 += usize::from(is_whole);
        let mut whole = Mysql::new(self.target);
        read(&mut self.connection, &mut whole, Scope::Everything).await;
        let differences = diff(self.reader.schema(), whole.schema());
        if !differences.is_empty() {
            self.wrong.push(format!("{script}: {differences:#?}"));
            read(&mut self.connection, &mut self.reader, Scope::Everything).await;
        }
    }
}

/// All that an inspection sees of a database.
pub(crate) async fn inspected(server: &Mariadb, database: &str) -> Schema {
    let mut connection = MySqlConnection::connect(&server.url(database)).await.unwrap();
    let mut reader = Mysql::new(server.target());
    read(&mut connection, &mut reader, Scope::Everything).await;
    reader.schema().clone()
}

async fn rows(connection: &mut MySqlConnection, sql: &str) -> Result<Vec<Row>, sqlx::Error> {
    let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(connection).await?;
    let cell = |row: &sqlx::mysql::MySqlRow, at| row.try_get_unchecked(at).unwrap();
    Ok(rows.iter().map(|row| (0..row.len()).map(|at| cell(row, at)).collect()).collect())
}

/// Returns whether everything was read.
async fn read(connection: &mut MySqlConnection, reader: &mut Mysql, scope: Scope<'_>) -> bool {
    let mut is_whole = false;
    reader.refresh(scope);
    while let Some(query) = reader.query() {
        // No table has a routine.
        is_whole |= query.contains("information_schema.routines");
        reader.feed(rows(connection, &query).await.unwrap()).unwrap();
    }
    is_whole
}

/// What the two readers disagree about, after each of many changes.
pub(crate) async fn surprises(server: &Mariadb) -> Vec<String> {
    server.run("", "create user 'a'@'%'; grant all on *.* to 'a'@'%'").unwrap();
    let words = super::words(server);
    // Nothing takes a change back there, so each meets what is left of those before it.
    let mut changed = Read::new(server, "narrow", words.base).await;
    for change in words.changes.lines().filter(|line| !line.is_empty()) {
        changed.run(change).await;
    }
    let (mut wrong, mut scripts) = (changed.wrong, changed.scripts);
    for (at, script) in words.scripts.split("-- next\n").enumerate() {
        let mut changed = Read::new(server, &format!("narrow_{at}"), "select 1").await;
        for statement in sql::read(script, server.target()).statements {
            changed.run(&script[statement.span.range()]).await;
        }
        wrong.extend(changed.wrong);
        scripts = (scripts.0 + changed.scripts.0, scripts.1 + changed.scripts.1);
    }
    println!("{} scripts, after {} of them everything was read", scripts.0, scripts.1);
    assert!(scripts.0 > 100 && scripts.1 < scripts.0 / 2, "{scripts:?}");
    wrong
}
