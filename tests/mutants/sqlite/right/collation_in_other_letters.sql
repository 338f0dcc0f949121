-- A collation comes back in small letters, and in another place.
-- verdict: restored
-- why: it is the same one

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE NOT NULL UNIQUE);
INSERT INTO t VALUES (1, 'Ann');

-- up
CREATE TABLE n (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE NOT NULL UNIQUE, x INTEGER);
INSERT INTO n (id, name) SELECT id, name FROM t;
DROP TABLE t;
ALTER TABLE n RENAME TO t;

-- down
CREATE TABLE n (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL COLLATE nocase);
INSERT INTO n (id, name) SELECT id, name FROM t;
DROP TABLE t;
ALTER TABLE n RENAME TO t;
