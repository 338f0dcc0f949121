-- A rebuilt table comes back with a rowid.
-- verdict: differs
-- why: WITHOUT ROWID stands behind the brackets

-- base
CREATE TABLE tags (post INTEGER, tag TEXT, PRIMARY KEY (post, tag)) WITHOUT ROWID;

-- up
DROP TABLE tags;

-- down
CREATE TABLE tags (post INTEGER, tag TEXT, PRIMARY KEY (post, tag));
