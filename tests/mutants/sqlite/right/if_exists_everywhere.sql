-- Everything is guarded and everything is there.
-- verdict: restored
-- why: the guards change nothing

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY);

-- up
CREATE TABLE IF NOT EXISTS posts (id INTEGER PRIMARY KEY, title TEXT);
CREATE INDEX IF NOT EXISTS posts_title ON posts (title);

-- down
DROP INDEX IF EXISTS posts_title;
DROP TABLE IF EXISTS posts;
