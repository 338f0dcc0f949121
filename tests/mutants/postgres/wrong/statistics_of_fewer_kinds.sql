-- Extended statistics come back with fewer kinds.
-- verdict: differs
-- why: mcv is not said again

-- base
CREATE TABLE t (a int, b int);
CREATE STATISTICS s (dependencies, ndistinct, mcv) ON a, b FROM t;

-- up
DROP STATISTICS s;

-- down
CREATE STATISTICS s (dependencies, ndistinct) ON a, b FROM t;
