-- A view comes back with more rows.
-- verdict: differs
-- why: its WHERE is left out

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, deleted INTEGER);
CREATE VIEW people AS SELECT id, email FROM users WHERE deleted IS NULL;

-- up
DROP VIEW people;

-- down
CREATE VIEW people AS SELECT id, email FROM users;
