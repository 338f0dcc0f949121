-- A rebuild takes over the number of the new table itself.
-- verdict: rows
-- why: which has come as far as its largest row

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);
INSERT INTO t (a) VALUES ('x'), ('y');
DELETE FROM t WHERE id = 2;

-- up
CREATE TABLE t_new (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT DEFAULT 'n');
INSERT INTO t_new (id, a) SELECT id, a FROM t;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 't_new') WHERE name = 't_new';
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;

-- down
CREATE TABLE t_new (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);
INSERT INTO t_new (id, a) SELECT id, a FROM t;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 't_new') WHERE name = 't_new';
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
