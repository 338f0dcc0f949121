-- A key is added to each document, and removed.
-- verdict: rows
-- why: some had it already

-- base
CREATE TABLE t (id int, j jsonb NOT NULL);
INSERT INTO t VALUES (1, '{"a": 1}'), (2, '{"v": 1}');

-- up
UPDATE t SET j = j || '{"v": 2}';

-- down
UPDATE t SET j = j - 'v';
