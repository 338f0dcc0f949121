-- A table spread by hash keeps one of two new partitions.
-- verdict: differs
-- why: only one is taken away

-- base
CREATE TABLE t (id int PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 4;

-- up
ALTER TABLE t ADD PARTITION PARTITIONS 2;

-- down
ALTER TABLE t COALESCE PARTITION 1;
