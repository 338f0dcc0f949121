-- A view reads a column that is renamed there and back.
-- verdict: restored
-- why: views are bound to the column, not to its name

-- base
CREATE TABLE users (id bigint PRIMARY KEY, mail text);
CREATE VIEW mails AS SELECT mail FROM users;

-- up
ALTER TABLE users RENAME COLUMN mail TO email;

-- down
ALTER TABLE users RENAME COLUMN email TO mail;
