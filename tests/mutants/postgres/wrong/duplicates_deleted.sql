-- Duplicates are deleted for a unique index.
-- verdict: rows
-- why: dropping the index does not bring them back

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);
INSERT INTO users VALUES (1, 'a@example.org'), (2, 'a@example.org');

-- up
DELETE FROM users a USING users b WHERE a.email = b.email AND a.id > b.id;
CREATE UNIQUE INDEX users_email ON users (email);

-- down
DROP INDEX users_email;
