-- A table restored with INCLUDING ALL has indexes of other names.
-- verdict: differs
-- why: copied indexes get generated names, and the old table still has the old ones

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE INDEX by_email ON users (email);

-- up
ALTER TABLE users RENAME TO users_old;

-- down
CREATE TABLE users (LIKE users_old INCLUDING ALL);
INSERT INTO users SELECT * FROM users_old;
DROP TABLE users_old;
