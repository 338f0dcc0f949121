-- An option of the hidden table stays.
-- verdict: differs
-- why: RESET names the option of the table itself

-- base
CREATE TABLE t (id int, body text);

-- up
ALTER TABLE t SET (toast.autovacuum_enabled = false);

-- down
ALTER TABLE t RESET (autovacuum_enabled);
