-- ALTER COLUMN is not SQLite.
-- verdict: fails
-- why: it was copied from PostgreSQL

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;

-- down
ALTER TABLE users MODIFY COLUMN email TEXT NOT NULL;
