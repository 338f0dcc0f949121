-- A primary key comes back without its comment.
-- verdict: differs
-- why: what it is for is known no more

-- base
CREATE TABLE t (id int NOT NULL, PRIMARY KEY (id) COMMENT 'why');

-- up
ALTER TABLE t DROP PRIMARY KEY;

-- down
ALTER TABLE t ADD PRIMARY KEY (id);
