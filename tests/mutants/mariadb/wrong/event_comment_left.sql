-- An event keeps its new comment.
-- verdict: differs
-- why: the down enables it

-- base
CREATE TABLE t (id int PRIMARY KEY);
CREATE EVENT e ON SCHEDULE EVERY 2 DAY STARTS '2030-01-01 00:00:00' COMMENT 'x' DO DELETE FROM t;

-- up
ALTER EVENT e COMMENT 'y';

-- down
ALTER EVENT e ENABLE;
