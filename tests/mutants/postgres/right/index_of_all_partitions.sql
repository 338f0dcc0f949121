-- An index of the whole is made part by part, and goes as one.
-- verdict: restored
-- why: attached indexes go with their parent

-- base
CREATE TABLE t (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

-- up
CREATE INDEX t_at ON ONLY t (at);
CREATE INDEX t_1_at ON t_1 (at);
ALTER INDEX t_at ATTACH PARTITION t_1_at;

-- down
DROP INDEX t_at;
