-- A table made anew is not published.
-- verdict: differs
-- why: replicas stop following it, without an error

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name text);
CREATE TABLE posts (id bigint PRIMARY KEY);
CREATE PUBLICATION feed FOR TABLE users, posts;

-- up
DROP TABLE users;

-- down
CREATE TABLE users (id bigint PRIMARY KEY, name text);
