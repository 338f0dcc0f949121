-- An element is added to every array, and removed again.
-- verdict: rows
-- why: some had it before

-- base
CREATE TABLE t (id int PRIMARY KEY, a text[] NOT NULL DEFAULT '{}');
INSERT INTO t VALUES (1, '{x}'), (2, '{y}');

-- up
UPDATE t SET a = array_append(a, 'x');

-- down
UPDATE t SET a = array_remove(a, 'x');
