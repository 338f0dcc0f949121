-- A column is copied, the copy is changed, and comes back.
-- verdict: rows
-- why: upper has no inverse

-- base
CREATE TABLE t (id int PRIMARY KEY, a text);
INSERT INTO t VALUES (1, 'x');

-- up
ALTER TABLE t ADD COLUMN b text;
UPDATE t SET b = a;
UPDATE t SET b = upper(b);
ALTER TABLE t DROP COLUMN a;

-- down
ALTER TABLE t ADD COLUMN a text;
UPDATE t SET a = b;
ALTER TABLE t DROP COLUMN b;
