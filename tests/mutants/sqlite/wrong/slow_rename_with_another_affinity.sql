-- A column gets another name and another affinity, and comes back.
-- verdict: rows
-- why: '007' is 7 in between

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t VALUES (1, '007');

-- up
ALTER TABLE t ADD COLUMN b NUMERIC;
UPDATE t SET b = a;
ALTER TABLE t DROP COLUMN a;

-- down
ALTER TABLE t ADD COLUMN a TEXT;
UPDATE t SET a = b;
ALTER TABLE t DROP COLUMN b;
