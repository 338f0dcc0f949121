-- A sequence is set to the largest number, where it is.
-- verdict: restored
-- why: the insert took it there

-- base
CREATE TABLE t (id serial PRIMARY KEY, a text);
INSERT INTO t (a) VALUES ('x'), ('y');

-- up
SELECT setval('t_id_seq', (SELECT max(id) FROM t));

-- down
SELECT 1;
