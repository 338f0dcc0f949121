-- Numbers go on from a thousand for a while.
-- verdict: restored
-- why: the server goes back to behind the largest row

-- base
CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT, a int);
INSERT INTO t (a) VALUES (2), (4);

-- up
ALTER TABLE t AUTO_INCREMENT = 1000;

-- down
ALTER TABLE t AUTO_INCREMENT = 1;
