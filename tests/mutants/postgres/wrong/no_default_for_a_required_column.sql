-- A required column cannot be added to a table with rows.
-- verdict: fails
-- why: the down works on an empty table only

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);
INSERT INTO users VALUES (1, 'a@example.org');

-- up
ALTER TABLE users DROP COLUMN email;

-- down
ALTER TABLE users ADD COLUMN email text NOT NULL;
