-- An index comes back with another collation.
-- verdict: differs
-- why: it serves no NOCASE comparison

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
CREATE INDEX users_email ON users (email COLLATE NOCASE);

-- up
DROP INDEX users_email;

-- down
CREATE INDEX users_email ON users (email);
