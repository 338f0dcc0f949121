-- The index of the whole goes, and was only made on one part.
-- verdict: differs
-- why: ON ONLY and ATTACH are undone by halves

-- base
CREATE TABLE t (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

-- up
CREATE INDEX t_at ON ONLY t (at);
CREATE INDEX t_1_at ON t_1 (at);

-- down
DROP INDEX t_at;
