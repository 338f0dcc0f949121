-- The options of a table come back in another order.
-- verdict: restored
-- why: they mean the same

-- base
CREATE TABLE kv (k TEXT PRIMARY KEY NOT NULL, v TEXT) WITHOUT ROWID, STRICT;
INSERT INTO kv VALUES ('a', 'b');

-- up
ALTER TABLE kv ADD COLUMN w TEXT;

-- down
CREATE TABLE kv2 (k TEXT NOT NULL PRIMARY KEY, v TEXT) STRICT, WITHOUT ROWID;
INSERT INTO kv2 SELECT k, v FROM kv;
DROP TABLE kv;
ALTER TABLE kv2 RENAME TO kv;
