-- A partition comes back with another bound.
-- verdict: differs
-- why: a year is in the wrong one

-- base
CREATE TABLE logs (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (year(at)) (PARTITION p2023 VALUES LESS THAN (2024), PARTITION p2024 VALUES LESS THAN (2025));

-- up
ALTER TABLE logs DROP PARTITION p2024;

-- down
ALTER TABLE logs ADD PARTITION (PARTITION p2024 VALUES LESS THAN (2026));
