-- A table belongs to another role for a while.
-- verdict: restored
-- why: the user of the migration owned it

-- base
CREATE TABLE t (id int);

-- up
ALTER TABLE t OWNER TO pg_monitor;

-- down
ALTER TABLE t OWNER TO CURRENT_USER;
