-- A partition comes back for another range.
-- verdict: differs
-- why: a month is missing at its end

-- base
CREATE TABLE measures (at date NOT NULL, value integer) PARTITION BY RANGE (at);
CREATE TABLE measures_2024 PARTITION OF measures FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO measures VALUES ('2024-05-05', 1);

-- up
ALTER TABLE measures DETACH PARTITION measures_2024;

-- down
ALTER TABLE measures ATTACH PARTITION measures_2024 FOR VALUES FROM ('2024-01-01') TO ('2024-12-01');
