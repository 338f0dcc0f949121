-- An array of an enum goes by way of texts.
-- verdict: restored
-- why: every cast is written out

-- base
CREATE TYPE tag AS ENUM ('a', 'b');
CREATE TABLE posts (id int PRIMARY KEY, tags tag[]);
INSERT INTO posts VALUES (1, '{a,b}'), (2, NULL), (3, '{}');

-- up
ALTER TABLE posts ALTER COLUMN tags TYPE text[] USING tags::text[];

-- down
ALTER TABLE posts ALTER COLUMN tags TYPE tag[] USING tags::tag[];
