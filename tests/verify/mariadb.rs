//! MariaDB.

use migrate_core::dialect::Target;
use migrate_runtime::{Error, Migrator, Options};
use migrate_tests::server::mariadb::Mariadb;

use super::{Pair, is_refused, trust_is_kept, two};

const BASE: &str = "CREATE TABLE users (id bigint AUTO_INCREMENT PRIMARY KEY,
    email varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
    age int DEFAULT 18, CONSTRAINT adult CHECK (age >= 18), KEY users_email_idx (email));
CREATE TABLE posts (id bigint PRIMARY KEY, author bigint, state enum('draft', 'done'),
    CONSTRAINT by_user FOREIGN KEY (author) REFERENCES users (id) ON DELETE CASCADE);
CREATE FUNCTION double_it(x int) RETURNS int DETERMINISTIC RETURN x * 2;
CREATE VIEW adults AS SELECT id, email FROM users WHERE age >= 18;";

/// A pair over [`BASE`].
const fn pair(
    name: &'static str,
    up: &'static str,
    down: &'static str,
    said: &'static [&'static str],
) -> Pair {
    Pair { name, base: BASE, up, down, said }
}

const PAIRS: &[Pair] = &[
    pair("empty", "CREATE TABLE t (id int)", "SELECT 1", &["table `t` is left behind"]),
    pair(
        "not null",
        "ALTER TABLE users MODIFY email varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
        "SELECT 1",
        &["column `users.email` is nullable, it was NOT NULL before"],
    ),
    pair(
        "lost by modify",
        "ALTER TABLE users MODIFY email varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL",
        "ALTER TABLE users MODIFY email varchar(100)",
        // Of a text that the narrower character set has no letters for.
        &[
            "the down works on empty tables only: Incorrect string value: '\\xE2\\x98\\x83 \\xE6\\x97...' for \
             column `pair_2`.`users`.`email` at row 3 (code 1366, SQLSTATE 22007)",
        ],
    ),
    pair(
        "default",
        "ALTER TABLE users ALTER age SET DEFAULT 21",
        "ALTER TABLE users ALTER age DROP DEFAULT",
        &["column `users.age` has no default, it had `18` before"],
    ),
    pair(
        "index prefix",
        "DROP INDEX users_email_idx ON users",
        "CREATE INDEX users_email_idx ON users (email(10))",
        &["index `users_email_idx` is `(email(10))`, it was `(email)` before"],
    ),
    pair(
        "enum value",
        "ALTER TABLE posts MODIFY state enum('draft', 'done', 'gone')",
        "SELECT 1",
        &[
            "column `posts.state` has type `enum('draft','done','gone')`, it had `enum('draft','done')` before",
        ],
    ),
    pair(
        "on delete",
        "ALTER TABLE posts DROP FOREIGN KEY by_user",
        "ALTER TABLE posts ADD CONSTRAINT by_user FOREIGN KEY (author) REFERENCES users (id)",
        &[
            "foreign key `posts(author)` → `users(id)` is ON DELETE RESTRICT, it was ON DELETE CASCADE before",
        ],
    ),
    pair(
        "auto increment",
        "ALTER TABLE posts DROP FOREIGN KEY by_user; ALTER TABLE users MODIFY id bigint",
        "ALTER TABLE posts ADD CONSTRAINT by_user FOREIGN KEY (author) REFERENCES users (id) ON DELETE CASCADE",
        &["column `users.id` is not numbered by the engine, it was AUTOINCREMENT before"],
    ),
    pair(
        "constraint spelled otherwise",
        "ALTER TABLE users DROP CONSTRAINT adult",
        "ALTER TABLE users ADD CONSTRAINT adult CHECK ((age) >= (18))",
        &[],
    ),
    pair(
        "function body",
        "DROP FUNCTION double_it",
        "CREATE FUNCTION double_it(x int) RETURNS int DETERMINISTIC RETURN x * 3",
        &["routine `function double_it` has another definition than before"],
    ),
    pair(
        "function body in other blanks",
        "DROP FUNCTION double_it",
        "CREATE FUNCTION double_it(x int) RETURNS int DETERMINISTIC RETURN x  *  2",
        &["note: routine `function double_it` has other blanks, it had others before"],
    ),
    pair(
        "trigger",
        "CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW SET NEW.age = 20",
        "SELECT 1",
        &["trigger `touch` is left behind"],
    ),
    pair(
        "engine",
        "ALTER TABLE posts ROW_FORMAT = COMPRESSED",
        "SELECT 1",
        &["table `posts` has row_format `compressed`, it had none before"],
    ),
    pair(
        "charset",
        "ALTER TABLE posts CONVERT TO CHARACTER SET utf8mb4",
        "SELECT 1",
        &[
            "column `posts.state` has collation `utf8mb4_general_ci`, it had `latin1_swedish_ci` before",
            "column `posts.state` has character set `utf8mb4`, it had `latin1` before",
            "table `posts` has character set `utf8mb4`, it had `latin1` before",
            "table `posts` has collation `utf8mb4_general_ci`, it had `latin1_swedish_ci` before",
        ],
    ),
    pair(
        "comment",
        "ALTER TABLE users COMMENT 'people'",
        "SELECT 1",
        &["table `users` has comment `people`, it had `none` before"],
    ),
    pair(
        "view",
        "DROP VIEW adults",
        "CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 18",
        &["view `adults` has another definition than before"],
    ),
    pair(
        "column order",
        "-- migrate: lossy(users.age, reason = \"unused\")
         ALTER TABLE users DROP COLUMN age, DROP CONSTRAINT adult",
        "ALTER TABLE users ADD COLUMN age int DEFAULT 18 FIRST, ADD CONSTRAINT adult CHECK (age >= 18)",
        &[
            "note: the column order of table `users` is `age`, `id`, `email`, it was `id`, `email`, `age` before",
            "note: as the file says, rows are lost: `users.age`: every row has '18' now",
        ],
    ),
    pair(
        "half a down",
        "CREATE TABLE t (id int); CREATE TABLE u (id int)",
        "DROP TABLE t; DROP TABLE v",
        &["the down fails: Unknown table 'pair_17.v' (code 1051, SQLSTATE 42S02)"],
    ),
    pair("right", "ALTER TABLE users ADD phone varchar(20)", "ALTER TABLE users DROP phone", &[]),
];

#[tokio::test(flavor = "multi_thread")]
async fn pairs_are_told_apart() {
    let Some(server) = Mariadb::start() else { return };
    let target: Target = "mariadb 10.11".parse().unwrap();
    let database = |name: &str| {
        server.run("", &format!("CREATE DATABASE {name}")).unwrap();
        server.url(name)
    };
    let mut surprises = Vec::new();
    for (at, pair) in PAIRS.iter().enumerate() {
        let url = database(&format!("pair_{at}"));
        surprises.extend(pair.surprise(target, (&url).into()).await);
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    trust_is_kept(target, (&database("trust")).into()).await;
    let (set, options) =
        (two("DROP TABLE b", target), Options { verify_in_place: true, ..Options::default() });
    let refused = Migrator::new(&set, options).apply(&database("in_place")).await;
    assert!(matches!(refused, Err(Error::NotInPlace { .. })), "{refused:?}");
    let occupied = database("occupied");
    server.run("occupied", "CREATE VIEW v AS SELECT 1 AS one").unwrap();
    is_refused(target, (&occupied).into(), "view `v`").await;
}
