-- A word of the down is missing.
-- verdict: fails
-- why: it does not parse

-- base
CREATE TABLE users (id bigint PRIMARY KEY);

-- up
CREATE TABLE posts (id bigint PRIMARY KEY, body text);
CREATE INDEX posts_id ON posts (id);

-- down
DROP EXISTS posts_id ON posts;
DROP TABLE posts;
