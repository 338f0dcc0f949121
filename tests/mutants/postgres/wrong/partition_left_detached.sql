-- A partition stays detached.
-- verdict: differs
-- why: its rows are not seen through the parent

-- base
CREATE TABLE measures (at date NOT NULL, value integer) PARTITION BY RANGE (at);
CREATE TABLE measures_2024 PARTITION OF measures FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

-- up
ALTER TABLE measures DETACH PARTITION measures_2024;
CREATE INDEX measures_2024_value ON measures_2024 (value);

-- down
DROP INDEX measures_2024_value;
