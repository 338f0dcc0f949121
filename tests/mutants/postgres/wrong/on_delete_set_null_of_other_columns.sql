-- A reference comes back that sets all of its columns to NULL.
-- verdict: differs
-- why: it was one of two, and the other is not nullable everywhere

-- base
CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE c (a int, b int, CONSTRAINT c_p FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (b));

-- up
ALTER TABLE c DROP CONSTRAINT c_p;

-- down
ALTER TABLE c ADD CONSTRAINT c_p FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL;
