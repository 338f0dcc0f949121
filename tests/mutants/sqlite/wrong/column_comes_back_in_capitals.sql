-- A column comes back in other letters.
-- verdict: differs
-- why: results name it as it is spelled, and programs look for it by that name

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users VALUES (1, 'a@example.org');

-- up
ALTER TABLE users RENAME COLUMN email TO mail;

-- down
ALTER TABLE users RENAME COLUMN mail TO Email;
