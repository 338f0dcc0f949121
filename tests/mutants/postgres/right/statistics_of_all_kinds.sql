-- Extended statistics come back with all kinds said.
-- verdict: restored
-- why: all of them is the default

-- base
CREATE TABLE t (a int, b int);
CREATE STATISTICS s ON a, b FROM t;

-- up
DROP STATISTICS s;

-- down
CREATE STATISTICS s (ndistinct, dependencies, mcv) ON a, b FROM t;
