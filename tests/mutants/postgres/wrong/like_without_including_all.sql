-- A table restored with LIKE lacks its indexes.
-- verdict: differs
-- why: LIKE copies columns and NOT NULL, no more

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL DEFAULT 'none');
CREATE INDEX users_email ON users (email);
INSERT INTO users VALUES (1, 'a@example.org');

-- up
ALTER TABLE users RENAME TO users_old;

-- down
CREATE TABLE users (LIKE users_old);
INSERT INTO users SELECT * FROM users_old;
DROP TABLE users_old;
