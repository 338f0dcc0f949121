-- A key of a table without rowid comes back in another order.
-- verdict: differs
-- why: its rows are stored the other way round

-- base
CREATE TABLE t (a INT, b INT, PRIMARY KEY (a DESC, b)) WITHOUT ROWID;

-- up
DROP TABLE t;

-- down
CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b)) WITHOUT ROWID;
