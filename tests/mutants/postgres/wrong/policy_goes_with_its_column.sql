-- A column goes and takes the policy that reads it.
-- verdict: differs
-- why: CASCADE takes policies without a word

-- base
CREATE TABLE t (id int, owner text);
CREATE POLICY own ON t USING (owner = current_user);

-- up
ALTER TABLE t DROP COLUMN owner CASCADE;

-- down
ALTER TABLE t ADD COLUMN owner text;
