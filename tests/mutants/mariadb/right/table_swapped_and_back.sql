-- Two tables exchange their names, and exchange them again.
-- verdict: restored
-- why: RENAME TABLE does both at once

-- base
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE TABLE t_new (id int PRIMARY KEY, a bigint);
INSERT INTO t VALUES (1, 2);

-- up
RENAME TABLE t TO t_old, t_new TO t;

-- down
RENAME TABLE t TO t_new, t_old TO t;
