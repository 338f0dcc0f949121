-- Moments keep three digits of their six.
-- verdict: rows
-- why: the digits are gone

-- base
CREATE TABLE t (id int, at timestamptz NOT NULL);
INSERT INTO t VALUES (1, '2024-01-01 10:00:00.123456+00');

-- up
ALTER TABLE t ALTER at TYPE timestamptz(3);

-- down
ALTER TABLE t ALTER at TYPE timestamptz;
