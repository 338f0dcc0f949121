-- A full text index comes back as a key.
-- verdict: differs
-- why: MATCH fails without it

-- base
CREATE TABLE posts (id bigint PRIMARY KEY, title varchar(200), FULLTEXT KEY words (title));

-- up
DROP INDEX words ON posts;

-- down
CREATE INDEX words ON posts (title);
