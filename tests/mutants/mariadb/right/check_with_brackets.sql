-- A check comes back with brackets and other blanks.
-- verdict: restored
-- why: the server keeps neither

-- base
CREATE TABLE t (id int PRIMARY KEY, a int, b int, CONSTRAINT ok CHECK (a > 0 AND b > a));

-- up
ALTER TABLE t DROP CONSTRAINT ok;

-- down
ALTER TABLE t ADD CONSTRAINT ok CHECK (((a>0) and (b>a)));
