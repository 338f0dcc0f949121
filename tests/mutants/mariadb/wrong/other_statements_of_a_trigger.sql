-- Numbers go up by one and down by one.
-- verdict: rows
-- why: a trigger notes both

-- base
CREATE TABLE t (id int PRIMARY KEY, n int);
CREATE TABLE audit (k int AUTO_INCREMENT PRIMARY KEY, n int);
CREATE TRIGGER noted AFTER UPDATE ON t FOR EACH ROW INSERT INTO audit (n) VALUES (NEW.n);
INSERT INTO t VALUES (1, 1);

-- up
UPDATE t SET n = n + 1;

-- down
UPDATE t SET n = n - 1;
