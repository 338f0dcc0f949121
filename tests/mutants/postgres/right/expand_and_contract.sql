-- A column is renamed the slow way and back.
-- verdict: restored
-- why: both ways copy the values

-- base
CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO t VALUES (1, 'a'), (2, 'b');

-- up
ALTER TABLE t ADD COLUMN title text;
UPDATE t SET title = name;
ALTER TABLE t ALTER COLUMN title SET NOT NULL;
ALTER TABLE t DROP COLUMN name;

-- down
ALTER TABLE t ADD COLUMN name text;
UPDATE t SET name = title;
ALTER TABLE t ALTER COLUMN name SET NOT NULL;
ALTER TABLE t DROP COLUMN title;
