-- A column gets another name the slow way, and some values are not copied back.
-- verdict: rows
-- why: COALESCE fills what was NULL

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t VALUES (1, 'x'), (2, NULL);

-- up
ALTER TABLE t ADD COLUMN b TEXT;
UPDATE t SET b = a;
ALTER TABLE t DROP COLUMN a;

-- down
ALTER TABLE t ADD COLUMN a TEXT;
UPDATE t SET a = coalesce(b, '');
ALTER TABLE t DROP COLUMN b;
