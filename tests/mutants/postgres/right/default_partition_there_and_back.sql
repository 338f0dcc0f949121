-- A default partition is out of the way for another.
-- verdict: restored
-- why: it is attached again as what it was

-- base
CREATE TABLE t (id int, kind text) PARTITION BY LIST (kind);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE t_rest PARTITION OF t DEFAULT;

-- up
ALTER TABLE t DETACH PARTITION t_rest;
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b');
ALTER TABLE t ATTACH PARTITION t_rest DEFAULT;

-- down
DROP TABLE t_b;
