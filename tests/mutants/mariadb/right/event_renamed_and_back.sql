-- An event has another name for a while.
-- verdict: restored
-- why: RENAME TO has an inverse

-- base
CREATE TABLE t (id int PRIMARY KEY);
CREATE EVENT e ON SCHEDULE EVERY 2 DAY STARTS '2030-01-01 00:00:00' DO DELETE FROM t;

-- up
ALTER EVENT e RENAME TO e2;

-- down
ALTER EVENT e2 RENAME TO e;
