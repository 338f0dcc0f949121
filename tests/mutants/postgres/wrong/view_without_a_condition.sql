-- A view comes back with more rows.
-- verdict: differs
-- why: its WHERE is left out

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, deleted boolean);
CREATE VIEW people AS SELECT id, email FROM users WHERE NOT deleted;

-- up
DROP VIEW people;
ALTER TABLE users ALTER COLUMN email TYPE varchar(320);
CREATE VIEW people AS SELECT id, email FROM users WHERE NOT deleted;

-- down
DROP VIEW people;
ALTER TABLE users ALTER COLUMN email TYPE text;
CREATE VIEW people AS SELECT id, email FROM users;
