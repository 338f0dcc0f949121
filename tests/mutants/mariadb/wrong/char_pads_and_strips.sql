-- Blanks at the end do not survive char.
-- verdict: rows
-- why: varchar keeps them

-- base
CREATE TABLE t (id int PRIMARY KEY, a varchar(10));
INSERT INTO t VALUES (1, 'ab ');

-- up
ALTER TABLE t MODIFY a char(10);

-- down
ALTER TABLE t MODIFY a varchar(10);
