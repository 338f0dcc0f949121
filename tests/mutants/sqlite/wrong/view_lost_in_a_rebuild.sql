-- A view is dropped for a rebuild and forgotten.
-- verdict: differs
-- why: it stood in the way and does not come back

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
CREATE VIEW emails AS SELECT email FROM users;

-- up
ALTER TABLE users ADD COLUMN phone TEXT;

-- down
DROP VIEW emails;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
