-- A view is made anew, twice.
-- verdict: restored
-- why: SQLite keeps its text, in which blanks mean nothing

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, active INTEGER);
CREATE VIEW people AS SELECT id, email FROM users;

-- up
DROP VIEW people;
CREATE VIEW people AS SELECT id, email FROM users WHERE active;

-- down
DROP VIEW people;
CREATE VIEW people AS
    SELECT id, email
    FROM users;
