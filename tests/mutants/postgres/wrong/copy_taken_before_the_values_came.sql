-- A column is copied and changed afterwards.
-- verdict: rows
-- why: the copy has the old value of another column

-- base
CREATE TABLE t (id int PRIMARY KEY, a text, c text);
INSERT INTO t VALUES (1, 'x', 'y');

-- up
ALTER TABLE t ADD COLUMN b text;
UPDATE t SET b = a;
UPDATE t SET a = c;
ALTER TABLE t DROP COLUMN c;

-- down
ALTER TABLE t ADD COLUMN c text;
UPDATE t SET c = b;
ALTER TABLE t DROP COLUMN b;
