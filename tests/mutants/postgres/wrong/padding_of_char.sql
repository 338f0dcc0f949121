-- Blanks at the end do not survive char.
-- verdict: rows
-- why: varchar keeps what char strips

-- base
CREATE TABLE t (id int, code varchar(10));
INSERT INTO t VALUES (1, 'ab '), (2, 'cd');

-- up
ALTER TABLE t ALTER COLUMN code TYPE char(10);

-- down
ALTER TABLE t ALTER COLUMN code TYPE varchar(10);
