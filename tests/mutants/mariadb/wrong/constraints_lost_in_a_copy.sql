-- A table restored with CREATE TABLE AS has no keys.
-- verdict: differs
-- why: only columns are copied

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100) NOT NULL, UNIQUE KEY (email));
INSERT INTO users VALUES (1, 'a@example.org');

-- up
RENAME TABLE users TO users_old;

-- down
CREATE TABLE users AS SELECT * FROM users_old;
DROP TABLE users_old;
