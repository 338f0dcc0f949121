-- An event comes back that is not preserved.
-- verdict: differs
-- why: when its time is over it drops itself

-- base
CREATE TABLE t (id int PRIMARY KEY, a varchar(20));
CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2024-01-01 03:00:00' ON COMPLETION PRESERVE DO DELETE FROM t;

-- up
DROP EVENT e;

-- down
CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2024-01-01 03:00:00' DO DELETE FROM t;
