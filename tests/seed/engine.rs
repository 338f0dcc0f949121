//! One database on any of the engines.

use std::collections::BTreeMap;
use std::rc::Rc;

use migrate_core::dialect::catalog::Scope;
use migrate_core::dialect::session::session;
use migrate_core::dialect::{Dialect, Target, mysql};
use migrate_core::schema::{Name, Schema};
use migrate_core::sql::quote;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

pub(crate) enum Engine {
    Postgres(Rc<Postgres>, String),
    Mariadb(Rc<Mariadb>, String),
    Sqlite(rusqlite::Connection),
}

thread_local! {
    static SERVERS: (Option<Rc<Postgres>>, Option<Rc<Mariadb>>) =
        (Postgres::start().map(Rc::new), Mariadb::start().map(Rc::new));
}

impl Engine {
    pub(crate) fn postgres(database: &str) -> Option<Self> {
        Self::on_postgres(&Rc::new(Postgres::start()?), database)
    }

    pub(crate) fn mariadb(database: &str) -> Option<Self> {
        Self::on_mariadb(&Rc::new(Mariadb::start()?), database)
    }

    fn on_postgres(server: &Rc<Postgres>, database: &str) -> Option<Self> {
        server.run("postgres", &format!("create database {database}")).unwrap();
        Some(Self::Postgres(Rc::clone(server), database.to_owned()))
    }

    fn on_mariadb(server: &Rc<Mariadb>, database: &str) -> Option<Self> {
        let made = format!("create database `{database}` character set utf8mb4");
        server.run("", &made).unwrap();
        Some(Self::Mariadb(Rc::clone(server), database.to_owned()))
    }

    pub(crate) fn sqlite() -> Self {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch("pragma foreign_keys = on").unwrap();
        Self::Sqlite(connection)
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Self::Postgres(..) => Dialect::Postgres,
            Self::Mariadb(..) => Dialect::Mysql,
            Self::Sqlite(_) => Dialect::Sqlite,
        }
    }

    /// Runs a script: none of it stays where PostgreSQL refuses a part.
    pub(crate) fn run(&mut self, sql: &str) -> Result<(), String> {
        match self {
            Self::Postgres(server, database) => {
                let whole = format!("begin;\n{sql};\ncommit;");
                server.run(database, &whole).map(drop).map_err(|error| said(&error, "ERROR:"))
            }
            Self::Mariadb(server, database) => {
                server.run(database, sql).map(drop).map_err(|error| said(&error, "ERROR "))
            }
            Self::Sqlite(connection) => {
                connection.execute_batch(sql).map_err(|error| error.to_string())
            }
        }
    }

    pub(crate) fn rows(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        match self {
            Self::Postgres(server, database) => server.ask(database, &[sql]).swap_remove(0),
            Self::Mariadb(server, database) => {
                let (columns, from) = sql.split_at(sql.find(" FROM ").unwrap_or(sql.len()));
                let columns = columns.trim_start_matches("SELECT ");
                server.ask(database, &[(&[columns], from)]).swap_remove(0)
            }
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare(sql).unwrap();
                let width = statement.column_count();
                let rows =
                    statement.query_map([], |row| (0..width).map(|at| row.get(at)).collect());
                rows.unwrap().collect::<Result<_, _>>().unwrap()
            }
        }
    }

    pub(crate) fn schema(&self) -> Schema {
        match self {
            Self::Postgres(server, database) => server.inspected(database),
            Self::Mariadb(server, database) => {
                let target: Target = "mariadb 10.11".parse().unwrap();
                let queries = mysql::catalog::QUERIES.map(|it| (it.columns, it.from));
                mysql::catalog::schema(&server.ask(database, &queries), target)
            }
            Self::Sqlite(_) => {
                let target = Target::oldest(Dialect::Sqlite);
                let mut catalog = session(Dialect::Sqlite).catalog(target);
                catalog.refresh(Scope::Everything);
                while let Some(sql) = catalog.query() {
                    catalog.feed(self.rows(&sql)).unwrap();
                }
                catalog.schema().clone()
            }
        }
    }

    /// How many rows each table has.
    pub(crate) fn counts(&self, schema: &Schema) -> BTreeMap<Name, usize> {
        let text = if self.dialect() == Dialect::Mysql { "char" } else { "text" };
        let count = |name: &Name| {
            let table = quote::path(name, self.dialect());
            let rows = self.rows(&format!("SELECT cast(count(*) AS {text}) FROM {table}"));
            rows[0][0].as_deref().unwrap_or("0").parse::<usize>().unwrap()
        };
        schema.tables.keys().map(|name| (name.clone(), count(name))).collect()
    }
}

/// What the engine says, without what its client adds in front.
fn said(error: &str, from: &str) -> String {
    error.find(from).map_or(error, |at| &error[at..]).to_owned()
}
