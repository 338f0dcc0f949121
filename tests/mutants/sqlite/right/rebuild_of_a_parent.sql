-- The table that others refer to is rebuilt twice.
-- verdict: restored
-- why: dropping and renaming leaves the references where they point

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);
INSERT INTO users VALUES (1, 'ann');
INSERT INTO posts VALUES (10, 1);

-- up
CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT DEFAULT 'none');
INSERT INTO users_new SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;

-- down
CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO users_new (id, name) SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
