-- A view is made again for a wider column.
-- verdict: differs
-- why: what is inserted by way of it has no default any more

-- base
CREATE TABLE t (id bigint PRIMARY KEY, a text);
CREATE VIEW v AS SELECT id, a FROM t;
ALTER VIEW v ALTER COLUMN a SET DEFAULT 'x';

-- up
DROP VIEW v;
ALTER TABLE t ALTER a TYPE varchar(20);
CREATE VIEW v AS SELECT id, a FROM t;
ALTER VIEW v ALTER COLUMN a SET DEFAULT 'x';

-- down
DROP VIEW v;
ALTER TABLE t ALTER a TYPE text;
CREATE VIEW v AS SELECT id, a FROM t;
