-- A table stays without its partitions.
-- verdict: differs
-- why: REMOVE PARTITIONING forgets how they were

-- base
CREATE TABLE logs (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (year(at)) (PARTITION p2023 VALUES LESS THAN (2024), PARTITION later VALUES LESS THAN MAXVALUE);

-- up
ALTER TABLE logs REMOVE PARTITIONING;

-- down
ALTER TABLE logs COMMENT = '';
