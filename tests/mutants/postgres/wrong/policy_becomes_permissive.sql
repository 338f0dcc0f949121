-- A restrictive policy comes back as a permissive one.
-- verdict: differs
-- why: it adds rows where it took them away

-- base
CREATE TABLE t (id int, owner text);
CREATE POLICY mine ON t AS RESTRICTIVE FOR SELECT USING (owner = 'a');

-- up
DROP POLICY mine ON t;

-- down
CREATE POLICY mine ON t FOR SELECT USING (owner = 'a');
