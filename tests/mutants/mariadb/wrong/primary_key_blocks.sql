-- A primary key comes back without the size of its blocks.
-- verdict: differs
-- why: KEY_BLOCK_SIZE is an option of the index

-- base
CREATE TABLE t (id int, PRIMARY KEY (id) KEY_BLOCK_SIZE = 4);

-- up
ALTER TABLE t DROP PRIMARY KEY;

-- down
ALTER TABLE t ADD PRIMARY KEY (id);
