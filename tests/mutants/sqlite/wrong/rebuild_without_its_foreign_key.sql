-- A rebuilt table comes back without its foreign key.
-- verdict: differs
-- why: REFERENCES is left out

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);

-- up
CREATE TABLE posts_new (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);
INSERT INTO posts_new SELECT id, user_id FROM posts;
DROP TABLE posts;
ALTER TABLE posts_new RENAME TO posts;

-- down
CREATE TABLE posts_new (id INTEGER PRIMARY KEY, user_id INTEGER);
INSERT INTO posts_new SELECT id, user_id FROM posts;
DROP TABLE posts;
ALTER TABLE posts_new RENAME TO posts;
