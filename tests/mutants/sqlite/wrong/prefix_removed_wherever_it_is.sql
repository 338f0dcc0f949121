-- A prefix is put in front, and removed by `replace`.
-- verdict: rows
-- why: some paths had it in their middle

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, path TEXT NOT NULL);
INSERT INTO t (path) VALUES ('a/v1/b'), ('b');

-- up
UPDATE t SET path = '/v1/' || path;

-- down
UPDATE t SET path = replace(path, '/v1/', '');
