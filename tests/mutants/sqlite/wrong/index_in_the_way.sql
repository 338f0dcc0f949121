-- DROP COLUMN fails because of an index.
-- verdict: fails
-- why: SQLite drops no index along

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY);

-- up
ALTER TABLE users ADD COLUMN email TEXT;
CREATE INDEX users_email ON users (email);

-- down
ALTER TABLE users DROP COLUMN email;
DROP INDEX users_email;
