-- A renamed column is not renamed back.
-- verdict: differs
-- why: the table is

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT);

-- up
ALTER TABLE users RENAME TO accounts;
ALTER TABLE accounts RENAME COLUMN mail TO email;

-- down
ALTER TABLE accounts RENAME TO users;
