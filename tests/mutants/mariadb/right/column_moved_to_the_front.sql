-- A column moves to the front and back to another place.
-- verdict: note
-- why: its order is all that is different

-- base
CREATE TABLE t (id int PRIMARY KEY, a int, b int);

-- up
ALTER TABLE t DROP COLUMN IF EXISTS zz, MODIFY b int FIRST;

-- down
ALTER TABLE t MODIFY b int AFTER id;
