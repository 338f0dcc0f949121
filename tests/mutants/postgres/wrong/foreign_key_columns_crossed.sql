-- A reference comes back with its columns crossed.
-- verdict: differs
-- why: it compares others than before

-- base
CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE c (x int, y int, CONSTRAINT fk FOREIGN KEY (x, y) REFERENCES p (a, b));

-- up
ALTER TABLE c DROP CONSTRAINT fk;

-- down
ALTER TABLE c ADD CONSTRAINT fk FOREIGN KEY (y, x) REFERENCES p;
