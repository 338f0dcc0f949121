-- An array goes to rows and comes back sorted.
-- verdict: rows
-- why: array_agg with another order than that of the array

-- base
CREATE TABLE t (id int PRIMARY KEY, tags text[]);
INSERT INTO t VALUES (1, '{b,a}'), (2, '{}'), (3, NULL);

-- up
CREATE TABLE t_tags (t_id int, tag text);
INSERT INTO t_tags SELECT id, unnest(tags) FROM t;
ALTER TABLE t DROP COLUMN tags;

-- down
ALTER TABLE t ADD COLUMN tags text[];
UPDATE t SET tags = (SELECT array_agg(tag ORDER BY tag) FROM t_tags WHERE t_id = t.id);
DROP TABLE t_tags;
