-- A table spread by hash has two partitions more for a while.
-- verdict: restored
-- why: their number comes back

-- base
CREATE TABLE t (id int PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 4;
INSERT INTO t VALUES (1), (2);

-- up
ALTER TABLE t ADD PARTITION PARTITIONS 2;

-- down
ALTER TABLE t COALESCE PARTITION 2;
