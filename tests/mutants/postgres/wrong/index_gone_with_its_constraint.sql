-- An index becomes a constraint, and goes with it.
-- verdict: differs
-- why: there was an index before

-- base
CREATE TABLE t (id int NOT NULL, a int);
CREATE UNIQUE INDEX t_id_idx ON t (id);

-- up
ALTER TABLE t ADD CONSTRAINT t_id_uq UNIQUE USING INDEX t_id_idx;

-- down
ALTER TABLE t DROP CONSTRAINT t_id_uq;
