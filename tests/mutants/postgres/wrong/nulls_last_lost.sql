-- An index comes back with its nulls elsewhere.
-- verdict: differs
-- why: DESC alone puts them first

-- base
CREATE TABLE posts (id bigint PRIMARY KEY, score integer);
CREATE INDEX posts_best ON posts (score DESC NULLS LAST);

-- up
DROP INDEX posts_best;

-- down
CREATE INDEX posts_best ON posts (score DESC);
