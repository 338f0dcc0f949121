-- A primary key comes back with the size of its blocks.
-- verdict: restored
-- why: all of it is said again

-- base
CREATE TABLE t (id int NOT NULL, PRIMARY KEY (id) KEY_BLOCK_SIZE = 4);

-- up
ALTER TABLE t DROP PRIMARY KEY;

-- down
ALTER TABLE t ADD PRIMARY KEY (id) KEY_BLOCK_SIZE = 4;
