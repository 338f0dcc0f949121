-- A check comes back as two comparisons.
-- verdict: restored
-- why: BETWEEN is nothing else

-- base
CREATE TABLE t (id int, n int CONSTRAINT known CHECK (n BETWEEN 1 AND 5));

-- up
ALTER TABLE t DROP CONSTRAINT known;

-- down
ALTER TABLE t ADD CONSTRAINT known CHECK (n >= 1 AND n <= 5);
