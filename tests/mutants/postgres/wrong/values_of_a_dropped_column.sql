-- The last column is dropped and added again, empty.
-- verdict: rows
-- why: the schema comes back to the letter

-- base
CREATE TABLE users (id bigint PRIMARY KEY, note text);
INSERT INTO users VALUES (1, 'likes tea');

-- up
ALTER TABLE users DROP COLUMN note;

-- down
ALTER TABLE users ADD COLUMN note text;
