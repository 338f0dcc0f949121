-- An interval becomes a number of seconds.
-- verdict: rows
-- why: a month has none

-- base
CREATE TABLE t (id int, d interval NOT NULL);
INSERT INTO t VALUES (1, '1 month 2 days');

-- up
ALTER TABLE t ALTER d TYPE bigint USING extract(epoch FROM d)::bigint;

-- down
ALTER TABLE t ALTER d TYPE interval USING make_interval(secs => d);
