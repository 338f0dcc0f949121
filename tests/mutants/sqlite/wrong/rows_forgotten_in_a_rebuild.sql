-- A rebuild forgets to copy the rows.
-- verdict: rows
-- why: the schema comes back to the letter

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO users VALUES (1, 'ann');

-- up
ALTER TABLE users ADD COLUMN email TEXT;

-- down
DROP TABLE users;
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
