-- A table restored with CREATE TABLE AS has rows and nothing else.
-- verdict: differs
-- why: neither keys nor defaults nor NOT NULL are copied

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL DEFAULT '');
INSERT INTO users VALUES (1, 'a@example.org');

-- up
ALTER TABLE users RENAME TO users_old;

-- down
CREATE TABLE users AS SELECT * FROM users_old;
DROP TABLE users_old;
