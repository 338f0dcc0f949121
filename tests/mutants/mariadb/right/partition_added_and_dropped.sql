-- A partition is added and dropped.
-- verdict: restored
-- why: it has no rows

-- base
CREATE TABLE logs (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (year(at)) (PARTITION p2023 VALUES LESS THAN (2024), PARTITION p2024 VALUES LESS THAN (2025));
INSERT INTO logs VALUES (1, '2023-05-05');

-- up
ALTER TABLE logs ADD PARTITION (PARTITION p2025 VALUES LESS THAN (2026));

-- down
ALTER TABLE logs DROP PARTITION p2025;
