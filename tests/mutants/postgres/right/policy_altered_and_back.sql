-- A policy is for other rows and roles for a while.
-- verdict: restored
-- why: ALTER POLICY says them again

-- base
CREATE TABLE t (id int, owner text);
CREATE POLICY mine ON t FOR SELECT TO pg_monitor USING (owner = 'a');

-- up
ALTER POLICY mine ON t TO PUBLIC USING (owner = 'b');

-- down
ALTER POLICY mine ON t TO pg_monitor USING (owner = 'a');
