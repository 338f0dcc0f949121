-- Everything is guarded and everything is there.
-- verdict: restored
-- why: the guards change nothing

-- base
CREATE TABLE users (id bigint PRIMARY KEY);

-- up
CREATE TABLE IF NOT EXISTS posts (id bigint PRIMARY KEY, body text);
ALTER TABLE posts ADD COLUMN IF NOT EXISTS title varchar(100);
CREATE INDEX IF NOT EXISTS posts_title ON posts (title);

-- down
DROP INDEX IF EXISTS posts_title ON posts;
ALTER TABLE posts DROP COLUMN IF EXISTS title;
DROP TABLE IF EXISTS posts;
