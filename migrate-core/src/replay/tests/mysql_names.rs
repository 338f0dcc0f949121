//! Names of columns in expressions and queries, as a MariaDB 10.11 refuses and takes them.

use super::After;
use super::names::{accepts, refuses};
use crate::dialect::Dialect;
use crate::replay::FailureKind::{Duplicate, Refused};

const SETUP: &str = "
    CREATE TABLE users (id INT PRIMARY KEY, email VARCHAR(50), x VARCHAR(50), age INT, role ENUM('admin','user') DEFAULT 'user', data JSON);
    CREATE TABLE posts (id INT AUTO_INCREMENT PRIMARY KEY, user_id INT, title VARCHAR(50), len INT AS (length(title)), slen INT AS (length(title)) STORED);
    CREATE UNIQUE INDEX users_email_idx ON users (email);
    CREATE VIEW vu AS SELECT id, email AS mail FROM users;
";

/// Statements with the name that cannot be, and the one that was probably meant.
const REFUSED: &str = "
    CREATE VIEW v AS SELECT emial FROM users -- emial: email
    CREATE VIEW v AS SELECT u.emial FROM users u -- emial: email
    CREATE VIEW v AS SELECT users.email FROM users u -- users
    CREATE VIEW v AS SELECT email FROM users WHERE idd = 1 -- idd: id
    CREATE VIEW v AS SELECT email AS e FROM users ORDER BY ee -- ee: e
    CREATE VIEW v AS SELECT email AS e FROM users WHERE e > '' -- e: x
    CREATE VIEW v AS SELECT u.email e, p.title t FROM users u JOIN posts p ON p.userid = u.id -- userid: user_id
    CREATE VIEW v AS SELECT u.email FROM users u LEFT JOIN posts USING (idd) -- idd: id
    CREATE VIEW v AS WITH q AS (SELECT id, email FROM users) SELECT emial FROM q -- emial: email
    CREATE VIEW v AS SELECT q.age FROM (SELECT id, email FROM users) q -- age
    CREATE VIEW v AS SELECT email FROM vu -- email: mail
    CREATE VIEW v AS SELECT email FROM users WHERE EXISTS (SELECT 1 FROM posts WHERE userid = users.id) -- userid: user_id
    CREATE VIEW v AS SELECT INTERVAL 1 DAY + created FROM users -- created
    CREATE VIEW v AS SELECT group_concat(emial ORDER BY age SEPARATOR ',') FROM users -- emial: email
    CREATE VIEW v AS SELECT row_number() OVER (PARTITION BY agee ORDER BY id) FROM users -- agee: age
    CREATE TABLE n (id int, email varchar(10), CHECK (emial <> '')) -- emial: email
    CREATE TABLE n (id int CHECK (idd > 0)) -- idd: id
    CREATE TABLE n (id int, b int AS (c * 2)) -- c: b
    CREATE TABLE n (id int DEFAULT (foo + 1)) -- foo
    CREATE TABLE n AS SELECT emial FROM users -- emial: email
    ALTER TABLE users ADD CONSTRAINT c CHECK (emial <> '') -- emial: email
    ALTER TABLE users ADD COLUMN c int CHECK (d > 0) -- d: c
    ALTER TABLE users ADD COLUMN c int AS (lower(emial)) -- emial: email
    ALTER TABLE users MODIFY age int CHECK (agee > 0) -- agee: age
    ALTER TABLE users ALTER age SET DEFAULT (foo) -- foo
    INSERT INTO posts (title, len) VALUES ('x', 5) -- 5
    INSERT INTO posts (title, slen) VALUES ('x', DEFAULT), ('y', length('y')) -- length('y')
    REPLACE INTO posts (id, posts.slen) VALUES (1, 2) -- 2
    UPDATE users SET x = lower(emial) -- emial: email
    UPDATE users SET x = emial -- emial: email
    UPDATE users SET x = 'a' WHERE idd = 1 -- idd: id
    UPDATE users SET xx = 1 -- xx: x
    UPDATE users u JOIN posts p ON p.user_id = u.id SET u.x = p.titel -- titel: title
    UPDATE users u JOIN posts p ON p.user_id = u.id SET u.xx = p.title -- u.xx: x
    UPDATE users u, posts p SET u.x = p.title WHERE p.user_idd = u.id -- user_idd: user_id
    UPDATE users SET x = 'a' ORDER BY agee LIMIT 1 -- agee: age
    DELETE FROM users WHERE idd = 1 -- idd: id
    DELETE u FROM users u JOIN posts p ON p.user_id = u.id WHERE p.titel = '' -- titel: title
    DELETE FROM users WHERE id NOT IN (SELECT userid FROM posts) -- userid: user_id
    INSERT INTO users (id, email) SELECT idd, 'x' FROM posts -- idd: id
    INSERT INTO users (id, email) VALUES (2, foo) -- foo
    INSERT INTO users (id, email) VALUES (2, 'x') ON DUPLICATE KEY UPDATE x = VALUES(emial) -- emial: email
    INSERT INTO users (id, email) VALUES (2, 'x') ON DUPLICATE KEY UPDATE xy = 1 -- xy: x
    INSERT INTO users (id, email) SELECT p.id, p.title FROM posts p ON DUPLICATE KEY UPDATE x = p.titel -- titel: title
    INSERT INTO users SET id = 2, emial = 'x' -- emial: email
    INSERT IGNORE INTO users (id, email) SELECT idd, 'x' FROM posts -- idd: id
    REPLACE INTO users (id, email) SELECT idd, 'x' FROM posts -- idd: id
    SELECT emial FROM users -- emial: email
    CREATE VIEW v AS SELECT CASE WHEN agee > 1 THEN 'a' END AS c FROM users -- agee: age
    CREATE VIEW v AS SELECT id FROM users UNION SELECT id FROM posts ORDER BY email -- email
    CREATE VIEW v AS (SELECT id FROM users) UNION ALL (SELECT idd FROM posts) -- idd: id
    CREATE OR REPLACE ALGORITHM = MERGE DEFINER = CURRENT_USER SQL SECURITY INVOKER VIEW v AS SELECT emial FROM users WITH CHECK OPTION -- emial: email
    ALTER VIEW vu AS SELECT id, emial FROM users -- emial: email
    CREATE VIEW v AS SELECT json_extract(data, '$.a') a FROM users WHERE json_value(dataa, '$.c') = 1 -- dataa: data
    UPDATE users SET users.x = 'a', users.emial = 'b' -- users.emial: email
    UPDATE users u LEFT JOIN (SELECT user_id, count(*) AS n FROM posts GROUP BY user_id) c ON c.user_id = u.id SET u.age = c.m -- m: n
    DELETE u, p FROM users u JOIN posts p ON p.user_id = u.id WHERE p.titel = 'x' -- titel: title
    DELETE FROM users WHERE id IN (SELECT idd FROM (SELECT id FROM users) t) -- idd: id
    INSERT INTO users (id, email) VALUES (2, (SELECT max(titel) FROM posts)) -- titel: title
    INSERT INTO users (id) SELECT u.id + 100 FROM users u LEFT JOIN posts p ON p.user_id = u.id WHERE p.idd IS NULL -- idd: id
    INSERT INTO users (id) SELECT 50 FROM DUAL WHERE NOT EXISTS (SELECT * FROM users WHERE idd = 50) -- idd: id
";

const ACCEPTED: &str = r"
    CREATE VIEW v AS SELECT u.EMAIL FROM users u
    CREATE VIEW v AS SELECT email AS e FROM users ORDER BY e
    CREATE VIEW v AS SELECT email AS e FROM users GROUP BY e HAVING e > ''
    CREATE VIEW v AS SELECT u.email e, p.title t FROM users u JOIN posts p ON p.user_id = u.id
    CREATE VIEW v AS WITH q AS (SELECT id, email FROM users) SELECT email FROM q
    CREATE VIEW v AS SELECT q.id FROM (SELECT id, email FROM users) q
    CREATE VIEW v AS SELECT mail FROM vu
    CREATE VIEW v AS SELECT now(), current_date, current_timestamp, current_user
    CREATE VIEW v AS SELECT utc_date, utc_timestamp, localtime
    CREATE VIEW v AS SELECT email FROM users WHERE EXISTS (SELECT 1 FROM posts WHERE user_id = users.id)
    CREATE VIEW v AS SELECT date_add(now(), INTERVAL age DAY), extract(YEAR FROM now()), cast(age AS char), convert(email USING utf8mb4), timestampdiff(DAY, now(), now()) FROM users
    CREATE VIEW v AS SELECT group_concat(email ORDER BY age SEPARATOR ','), count(DISTINCT email) FROM users
    CREATE VIEW v AS SELECT row_number() OVER (PARTITION BY age ORDER BY id) FROM users
    CREATE VIEW v AS SELECT email COLLATE utf8mb4_bin, _utf8mb4 'x', b'1', x'00', date '2020-01-01', TRUE, NULL FROM users
    CREATE TABLE n (id int, email varchar(10), CHECK (email <> ''))
    CREATE TABLE n (b int AS (id * 2), id int)
    CREATE TABLE n (id int, b int DEFAULT (id + 1))
    CREATE TABLE n (id datetime DEFAULT now() ON UPDATE now(), b datetime DEFAULT current_timestamp)
    ALTER TABLE users ADD COLUMN c int CHECK (c > age)
    ALTER TABLE users ADD COLUMN c int, ADD CHECK (c > 0)
    ALTER TABLE users ADD CHECK (c > 0), ADD COLUMN c int
    ALTER TABLE users ADD COLUMN c int AS (d + 1), ADD COLUMN d int
    ALTER TABLE users CHANGE age agee int CHECK (agee > 0)
    UPDATE users SET x = lower(email)
    UPDATE users SET x = @v, age = (@n := @n + 1)
    UPDATE users u JOIN posts p ON p.user_id = u.id SET u.x = p.title
    UPDATE users SET x = 'a' ORDER BY age LIMIT 1
    DELETE FROM users WHERE id = 1
    DELETE u FROM users u JOIN posts p ON p.user_id = u.id WHERE p.title = ''
    DELETE FROM users WHERE id NOT IN (SELECT user_id FROM posts)
    INSERT INTO users (id, email) SELECT id + 10, title FROM posts
    INSERT INTO users (id, email) VALUES (2, id)
    INSERT INTO users (id, email) VALUES (2, 'x') ON DUPLICATE KEY UPDATE x = VALUES(email), age = age + 1
    INSERT INTO users (id, email) SELECT p.id, p.title FROM posts p ON DUPLICATE KEY UPDATE x = p.title
    INSERT INTO users SET id = 2, email = 'x'
    SELECT @@version, @x, email FROM users
    INSERT INTO posts (title, slen) VALUES ('x', DEFAULT)
    UPDATE posts SET slen = 5
    CREATE TABLE n (r ENUM('a','b') DEFAULT 'B')
    CREATE TABLE n (r ENUM('a','b') DEFAULT 'a ')
    CREATE TABLE n (r ENUM('a','b') DEFAULT NULL)
    CREATE TABLE n (r SET('a','b') DEFAULT 'a,b')
    INSERT IGNORE INTO users (id, role) VALUES (3, 'boss')
    UPDATE users SET role = 'ADMIN'
    CREATE VIEW v AS SELECT email AS x1, (SELECT x1) AS y FROM users
    CREATE VIEW v AS SELECT CASE WHEN age > 1 THEN 'a' ELSE email END AS c, CASE role WHEN 'admin' THEN 1 END d FROM users
    CREATE VIEW v AS SELECT count(*) c, age FROM users GROUP BY age WITH ROLLUP
    CREATE VIEW v AS SELECT trim(both 'x' FROM email) a, substring(email FROM 1 FOR 2) b, position('a' IN email) c, char(65 USING utf8) d FROM users
    CREATE VIEW v AS SELECT u.email, p.* FROM users u INNER JOIN posts p ON p.user_id = u.id LEFT OUTER JOIN posts p2 ON LEFT(p2.title, 1) = LEFT(u.email, 1)
    CREATE VIEW v AS SELECT id FROM users UNION SELECT id FROM posts ORDER BY id
    CREATE VIEW v AS SELECT id FROM users WHERE email LIKE 'a%' ESCAPE '!' AND age IS NOT NULL AND x REGEXP 'a' AND age BETWEEN 1 AND 2 AND id NOT IN (1,2) AND email SOUNDS LIKE 'x' AND age IS NOT TRUE XOR id DIV 2 MOD 3
    CREATE OR REPLACE ALGORITHM = MERGE DEFINER = CURRENT_USER SQL SECURITY INVOKER VIEW v (a) AS SELECT email FROM users WHERE age > 1 WITH LOCAL CHECK OPTION
    CREATE VIEW v AS SELECT t.c FROM users, JSON_TABLE(data, '$[*]' COLUMNS (c INT PATH '$.c')) t
    CREATE VIEW v AS SELECT a.id FROM users a USE INDEX (users_email_idx) WHERE a.email = 'x'
    CREATE VIEW v AS WITH RECURSIVE q (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM q WHERE n < 5) SELECT n FROM q
    CREATE VIEW v AS SELECT table_name FROM information_schema.tables
    UPDATE users SET age = IF(age > 1, age, NULL), x = CONCAT(email, '@', uuid()) WHERE email IS NOT NULL ORDER BY id LIMIT 3
    UPDATE users u LEFT JOIN (SELECT user_id, count(*) AS n FROM posts GROUP BY user_id) c ON c.user_id = u.id SET u.age = c.n
    DELETE FROM u USING users u JOIN posts p ON p.user_id = u.id WHERE p.title = 'x'
    DELETE FROM users WHERE id IN (SELECT * FROM (SELECT id FROM users) t)
    INSERT INTO users (id, email) VALUES (2, CONCAT('a', 'b')), (3, DEFAULT), (4, (SELECT max(title) FROM posts))
    INSERT INTO users (id) SELECT u.id + 100 FROM users u LEFT JOIN posts p ON p.user_id = u.id WHERE p.id IS NULL
    INSERT INTO users (id) SELECT 50 FROM DUAL WHERE NOT EXISTS (SELECT * FROM users WHERE id = 50)
    CREATE TABLE n (id int PRIMARY KEY, b int GENERATED ALWAYS AS (id * 2) VIRTUAL, c varchar(10) DEFAULT (uuid()), d datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, CHECK (b > 1 AND c <> ''))
    CREATE TABLE n (a enum('as','check') DEFAULT 'as', b int, CONSTRAINT q CHECK (b IN (1,2)))
    CREATE TABLE n (id int) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10))
    ALTER TABLE users RENAME COLUMN age TO years, ADD CHECK (years > 0)
    CREATE TABLE n2 LIKE users
    INSERT INTO posts (title, len, slen) VALUES ('x', NULL, DEFAULT)
    INSERT IGNORE INTO posts (title, slen) VALUES ('x', 5)
    CREATE VIEW v AS SELECT seq FROM seq_1_to_10
    CREATE VIEW v AS SELECT s.seq FROM SEQ_0_to_100_step_5 AS s
    INSERT INTO posts (id) SELECT seq FROM seq_1_to_10
    ALTER TABLE users ALTER role DROP DEFAULT, DEFAULT CHARACTER SET latin1
    CREATE TABLE n (a int DEFAULT TRUE, b date DEFAULT CURRENT_DATE, c int DEFAULT 1, d char(9) DEFAULT _latin1'x', FOREIGN KEY (a) REFERENCES users (id) ON DELETE SET DEFAULT ON UPDATE CASCADE)
";

#[test]
fn a_name_that_nothing_has_is_refused_where_it_stands() {
    let after = After::new(SETUP, Dialect::Mysql);
    refuses(&after, REFUSED);
    accepts(&after, ACCEPTED);
}

#[test]
fn a_default_is_one_of_the_values() {
    let after = After::new(SETUP, Dialect::Mysql);
    for refused in [
        "create table n (r enum('a','b') default 'c')",
        "create table n (r enum('a','b') not null default '')",
        "create table n (r set('a','b') default 'a,c')",
        "alter table users add r enum('a','b') not null default 'c'",
        "alter table users alter column role set default 'boss'",
        "alter table users modify role enum('a','b') default 'user'",
    ] {
        after.is_refused(refused, Refused);
    }
    accepts(
        &after,
        "
        create table n (r enum('a','b') default 'B', s set('a','b') default 'a,b')
        create table n (r enum('a','b') default null, s set('a','b') default '')",
    );
}

#[test]
fn foreign_keys_share_their_names() {
    let after = After::new(SETUP, Dialect::Mysql);
    let key = "constraint fk1 foreign key (id) references users (id)";
    let after = after.then(&format!("create table n (id int, {key}); create table o (id int)"));
    after.is_refused(&format!("alter table o add {}", key.replace("fk1", "FK1")), Duplicate);
    after.then("drop table n").then(&format!("alter table o add {key}"));
}

/// MySQL wants parentheses around all but literals.
#[test]
fn a_default_without_parentheses_names_a_column_in_mariadb() {
    let target: crate::dialect::Target = "mariadb 10.11".parse().unwrap();
    let refusal = |sql: &str| {
        let sql = format!("create table t (id int, a int); {sql}");
        let script = crate::sql::read(&sql, target);
        assert_eq!(script.errors, [], "{sql}");
        let steps = crate::replay::Replay::new(target).run(&script.statements);
        let failure = steps.iter().find_map(|step| step.failure.clone());
        failure.map(|failure| sql[failure.span.range()].to_owned())
    };
    for refused in [
        "create table n (a int default foo)",
        "alter table t add column x int default foo",
        "alter table t alter a set default foo",
    ] {
        assert_eq!(refusal(refused).as_deref(), Some("foo"), "{refused}");
    }
    for taken in [
        "create table n (a int, b int default a)",
        "create table n (a int default b, b int default 1)",
        "create table n (a datetime default localtimestamp, b int default -1, c text default uuid())",
        "create sequence s; create table n (a int default next value for s)",
    ] {
        assert_eq!(refusal(taken), None, "{taken}");
    }
}
