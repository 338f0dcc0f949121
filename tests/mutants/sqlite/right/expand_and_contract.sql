-- A column gets another name the slow way and back.
-- verdict: restored
-- why: both ways copy the values

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO t VALUES (1, 'a'), (2, NULL);

-- up
ALTER TABLE t ADD COLUMN title TEXT;
UPDATE t SET title = name;
ALTER TABLE t DROP COLUMN name;

-- down
ALTER TABLE t ADD COLUMN name TEXT;
UPDATE t SET name = title;
ALTER TABLE t DROP COLUMN title;
