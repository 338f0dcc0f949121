-- A sequence is brought where the largest number is, in the up and in the down.
-- verdict: restored
-- why: the rows came with the sequence

-- base
CREATE TABLE t (id serial PRIMARY KEY, a text);
INSERT INTO t (a) VALUES ('x'), ('y');

-- up
ALTER TABLE t ADD COLUMN b int;
SELECT setval(pg_get_serial_sequence('t', 'id'), coalesce(max(id), 1), max(id) IS NOT NULL) FROM t;

-- down
ALTER TABLE t DROP COLUMN b;
SELECT setval('t_id_seq', coalesce((SELECT max(id) FROM t), 1));
