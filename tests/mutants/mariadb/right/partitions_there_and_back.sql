-- A table is spread for a while.
-- verdict: restored
-- why: REMOVE PARTITIONING leaves all rows where they are read

-- base
CREATE TABLE t (id int, y int, PRIMARY KEY (id, y));
INSERT INTO t VALUES (1, 5), (2, 15);

-- up
ALTER TABLE t PARTITION BY RANGE (y) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE);

-- down
ALTER TABLE t REMOVE PARTITIONING;
