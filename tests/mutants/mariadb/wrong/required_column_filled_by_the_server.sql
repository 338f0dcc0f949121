-- A required column comes back with a value nobody gave.
-- verdict: rows
-- why: MariaDB fills in the empty text without a word

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100) NOT NULL);
INSERT INTO users VALUES (1, 'a@example.org');

-- up
ALTER TABLE users DROP COLUMN email;

-- down
ALTER TABLE users ADD COLUMN email varchar(100) NOT NULL;
