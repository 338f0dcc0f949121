-- ADD COLUMN NOT NULL fails without a default.
-- verdict: fails
-- why: there is no value for the rows that are there

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO users VALUES (1, 'a@example.org');

-- up
ALTER TABLE users DROP COLUMN email;

-- down
ALTER TABLE users ADD COLUMN email TEXT NOT NULL;
