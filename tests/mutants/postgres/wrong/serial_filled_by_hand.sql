-- Rows come with numbers of their own, and the sequence is set back.
-- verdict: rows
-- why: it had been further

-- base
CREATE TABLE t (id serial PRIMARY KEY, a text);
INSERT INTO t (a) VALUES ('x'), ('y'), ('z');
DELETE FROM t WHERE id = 3;

-- up
SELECT setval('t_id_seq', (SELECT max(id) FROM t));

-- down
SELECT 1;
