//! Pairs that only rows tell apart: what they lose, what works on empty tables only, and what is right.

use migrate_core::dialect::Target;
use migrate_runtime::Database;
use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;

use super::Pair;

/// Understood by every engine.
const BASE: &str = "CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL, note varchar(100), age int);
CREATE TABLE posts (id int PRIMARY KEY, author int NOT NULL, title varchar(50) NOT NULL, rating int,
    CONSTRAINT by_user FOREIGN KEY (author) REFERENCES users (id) ON DELETE CASCADE);";

/// With a table whose rows PostgreSQL numbers.
const COUNTED: &str = "CREATE TABLE seen (id serial PRIMARY KEY, name text NOT NULL)";

/// With a table whose numbers come from a sequence that is not called after it.
const OWNED: &str = "CREATE SEQUENCE numbers;
CREATE TABLE counted (id int PRIMARY KEY DEFAULT nextval('numbers'), name text NOT NULL);
ALTER SEQUENCE numbers OWNED BY counted.id";

/// With a function that puts the name of the table together when it runs.
const HIDDEN: &str = "CREATE TABLE log (id int PRIMARY KEY, note text NOT NULL);
CREATE FUNCTION purge() RETURNS void LANGUAGE plpgsql AS
    $$ BEGIN EXECUTE 'UPDATE lo' || 'g SET note = $q$gone$q$'; END $$";

/// With a row that a migration wrote for others to refer to.
const REFERRED: &str = "CREATE TABLE payments (hash text PRIMARY KEY);
INSERT INTO payments VALUES ('none');
CREATE TABLE trades (id int PRIMARY KEY, amount int NOT NULL,
    payment text NOT NULL DEFAULT 'none' REFERENCES payments)";

const fn pair(
    name: &'static str,
    up: &'static str,
    down: &'static str,
    said: &'static [&'static str],
) -> Pair {
    Pair { name, base: BASE, up, down, said }
}

/// The same words on every engine.
const PAIRS: &[Pair] = &[
    pair(
        "dropped and added again",
        "ALTER TABLE posts DROP COLUMN rating",
        "ALTER TABLE posts ADD COLUMN rating int",
        &["`posts.rating`: every row has NULL now"],
    ),
    pair(
        "dropped, as the file says",
        "-- migrate: lossy(posts.rating, reason = \"unused\")\nALTER TABLE posts DROP COLUMN rating",
        "ALTER TABLE posts ADD COLUMN rating int",
        &["note: as the file says, rows are lost: `posts.rating`: every row has NULL now"],
    ),
    pair(
        "dropped, as the rule allows",
        "-- migrate: allow(drop-column, reason = \"unused\")\nALTER TABLE posts DROP COLUMN rating",
        "ALTER TABLE posts ADD COLUMN rating int",
        &["note: as the file says, rows are lost: `posts.rating`: every row has NULL now"],
    ),
    pair(
        "said to be lost, and kept",
        "-- migrate: lossy(posts.rating, reason = \"unused\")\nUPDATE posts SET rating = rating",
        "UPDATE posts SET rating = rating",
        &["note: the file says that `posts.rating` is lost, and it came back"],
    ),
    pair(
        "emptied",
        "DELETE FROM posts",
        "UPDATE posts SET rating = rating",
        &["`posts`: 6 of its 6 rows are gone"],
    ),
    pair(
        "left behind",
        "INSERT INTO users (id, email) VALUES (1, 'admin')",
        "UPDATE users SET note = note",
        &["`users`: 1 row is there that was not there before"],
    ),
    pair(
        "taken back",
        "INSERT INTO users (id, email) VALUES (1, 'admin')",
        "DELETE FROM users WHERE id = 1",
        &[],
    ),
    pair(
        "numbers that are put back",
        "UPDATE posts SET rating = NULL WHERE rating IS NULL",
        "UPDATE posts SET rating = rating",
        &[],
    ),
];

/// Where a column cannot be added to rows without a value.
const STRICT: &[Pair] = &[
    pair(
        "added without a value",
        "ALTER TABLE users ADD COLUMN code int NOT NULL",
        "ALTER TABLE users DROP COLUMN code",
        &["the up works on empty tables only: "],
    ),
    pair(
        "the same value in every row of a new key",
        "ALTER TABLE users ADD COLUMN code int DEFAULT 1; CREATE UNIQUE INDEX codes ON users (code)",
        "DROP INDEX codes; ALTER TABLE users DROP COLUMN code",
        &["the up works on empty tables only: "],
    ),
    pair(
        "a down that needs empty tables",
        "ALTER TABLE posts DROP COLUMN title",
        "ALTER TABLE posts ADD COLUMN title varchar(50) NOT NULL",
        &["the down works on empty tables only: "],
    ),
    pair(
        "a key over what rows have already",
        "CREATE UNIQUE INDEX titles ON posts (title)",
        "DROP INDEX titles",
        &[],
    ),
];

const POSTGRES: &[Pair] = &[
    pair(
        "two columns that changed places",
        "UPDATE users SET note = email, email = coalesce(note, '')",
        "SELECT 1",
        &["`users.email`: ", "`users.note`: "],
    ),
    pair("folded", "UPDATE users SET email = lower(email)", "SELECT 1", &["`users.email`: "]),
    pair(
        "a check that made-up rows violate",
        "ALTER TABLE posts ADD CONSTRAINT short CHECK (title = 'only this')",
        "ALTER TABLE posts DROP CONSTRAINT short",
        &["note: the up fails on the rows that were made up, so it ran on empty tables"],
    ),
    pair(
        "a column that may not be NULL any more",
        "ALTER TABLE users ALTER note SET NOT NULL",
        "ALTER TABLE users ALTER note DROP NOT NULL",
        &["note: the up fails on NULL or on values at the limits of their types"],
    ),
    pair(
        "a column that is filled too late",
        "ALTER TABLE users ADD COLUMN code int NOT NULL; UPDATE users SET code = id",
        "ALTER TABLE users DROP COLUMN code",
        &["the up works on empty tables only: "],
    ),
    pair(
        "a column that is filled from other rows, which may be missing",
        "ALTER TABLE posts ADD COLUMN place int;
         UPDATE posts SET place = users.age FROM users WHERE users.id = author AND users.note = title;
         ALTER TABLE posts ALTER place SET NOT NULL",
        "ALTER TABLE posts DROP COLUMN place",
        &["note: the up fails on the rows that were made up, so it ran on empty tables"],
    ),
    Pair {
        name: "a row that the down refers to, beside others that are too large for the up",
        base: REFERRED,
        up: "ALTER TABLE trades ADD COLUMN fee int, DROP COLUMN payment; UPDATE trades SET fee = amount * 3",
        down: "ALTER TABLE trades DROP COLUMN fee, ADD COLUMN payment text NOT NULL DEFAULT 'none'
            REFERENCES payments",
        said: &["note: the up fails on NULL or on values at the limits of their types"],
    },
    Pair {
        name: "a sequence that begins anew",
        base: COUNTED,
        up: "UPDATE seen SET name = name",
        down: "ALTER SEQUENCE seen_id_seq RESTART",
        said: &["`seen`: its counter was at 1 and is as if it was never used"],
    },
    Pair {
        name: "written by a function that names no table",
        base: HIDDEN,
        up: "SELECT purge()",
        down: "SELECT 1",
        said: &["`log.note`: every row has 'gone' now"],
    },
    Pair {
        name: "a counter that no word leads to",
        base: OWNED,
        up: "SELECT 1",
        down: "ALTER SEQUENCE numbers RESTART",
        said: &["`counted`: its counter was at "],
    },
    pair(
        "a type that is narrowed and widened",
        "ALTER TABLE users ALTER age TYPE text",
        "ALTER TABLE users ALTER age TYPE int USING age::int",
        &[],
    ),
];

/// With a time that the engine writes.
const STAMPED: &str = "CREATE TABLE stamped (id int PRIMARY KEY, note varchar(20),
    seen timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP)";

const fn stamped(
    name: &'static str,
    up: &'static str,
    down: &'static str,
    said: &'static [&'static str],
) -> Pair {
    Pair { name, base: STAMPED, up, down, said }
}

const NOTED: &[&str] = &["note: `stamped.seen` holds the time of the last `UPDATE`"];

const MARIADB: &[Pair] = &[
    stamped(
        "an update that is taken back",
        "UPDATE stamped SET note = reverse(note)",
        "UPDATE stamped SET note = reverse(note)",
        NOTED,
    ),
    stamped(
        "a column that is added and filled",
        "ALTER TABLE stamped ADD COLUMN code int; UPDATE stamped SET code = id",
        "ALTER TABLE stamped DROP COLUMN code",
        NOTED,
    ),
    stamped(
        "the time itself is written",
        "UPDATE stamped SET seen = '2020-01-01'",
        "UPDATE stamped SET note = note",
        &["`stamped.seen`: "],
    ),
    stamped(
        "the time is dropped and comes back as another one",
        "ALTER TABLE stamped DROP COLUMN seen",
        "ALTER TABLE stamped ADD COLUMN seen timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP \
         ON UPDATE CURRENT_TIMESTAMP",
        &["`stamped.seen`: "],
    ),
    stamped(
        "a table that is made anew without the time",
        "UPDATE stamped SET note = note",
        "CREATE TABLE copy LIKE stamped; INSERT INTO copy (id, note) SELECT id, note FROM stamped; \
         DROP TABLE stamped; RENAME TABLE copy TO stamped",
        &["`stamped.seen`: "],
    ),
];

const SQLITE: &[Pair] = &[pair(
    "a table made anew takes its children along",
    "-- migrate: no-transaction\nPRAGMA foreign_keys = on;
     CREATE TABLE new (id int PRIMARY KEY, email varchar(100) NOT NULL, note varchar(100), age int);
     INSERT INTO new SELECT * FROM users; DROP TABLE users; ALTER TABLE new RENAME TO users;",
    "SELECT 1",
    &["`posts`: 6 of its 6 rows are gone"],
)];

/// What is said of each on a database of its own: the lines begin as they are to.
async fn surprises(
    pairs: &[&[Pair]],
    target: Target,
    make: impl Fn(&str) -> Database,
) -> Vec<String> {
    let mut surprises = Vec::new();
    for (at, pair) in pairs.iter().copied().flatten().enumerate() {
        let said = pair.said(target, make(&format!("rows_{at}"))).await;
        let as_expected = said.len() == pair.said.len()
            && said.iter().zip(pair.said).all(|(said, begins)| said.starts_with(begins));
        surprises.extend((!as_expected).then(|| format!("{}: {said:#?}", pair.name)));
    }
    surprises
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_tell_what_schemas_do_not_on_postgres() {
    let Some(server) = Postgres::start() else { return };
    let make = |name: &str| {
        server.run("postgres", &format!("CREATE DATABASE {name}")).unwrap();
        Database::from(&server.url(name))
    };
    let found = surprises(&[PAIRS, STRICT, POSTGRES], "postgres 15".parse().unwrap(), make).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_tell_what_schemas_do_not_on_mariadb() {
    let Some(server) = Mariadb::start() else { return };
    let make = |name: &str| {
        server.run("", &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")).unwrap();
        Database::from(&server.url(name))
    };
    let found = surprises(&[PAIRS, MARIADB], "mariadb 10.11".parse().unwrap(), make).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_tell_what_schemas_do_not_on_sqlite() {
    let make = |_: &str| Database::from("sqlite::memory:");
    let found = surprises(&[PAIRS, STRICT, SQLITE], "sqlite 3.45".parse().unwrap(), make).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}
