-- A key comes back with its columns the other way round.
-- verdict: differs
-- why: the index serves other queries

-- base
CREATE TABLE tags (post INTEGER, tag TEXT, PRIMARY KEY (post, tag));

-- up
DROP TABLE tags;

-- down
CREATE TABLE tags (post INTEGER, tag TEXT, PRIMARY KEY (tag, post));
