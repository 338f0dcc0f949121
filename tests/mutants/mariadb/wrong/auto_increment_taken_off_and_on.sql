-- A column stops to count, and counts again.
-- verdict: rows
-- why: it goes on behind the largest number that there is, not the largest that there was

-- base
CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, v int);
INSERT INTO t (v) VALUES (1), (2), (3);
DELETE FROM t WHERE id = 3;

-- up
ALTER TABLE t MODIFY id int NOT NULL;

-- down
ALTER TABLE t MODIFY id int NOT NULL AUTO_INCREMENT;
