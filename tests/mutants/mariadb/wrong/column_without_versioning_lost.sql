-- A column comes back with its past.
-- verdict: differs
-- why: WITHOUT SYSTEM VERSIONING is not said again

-- base
CREATE TABLE t (id int PRIMARY KEY, a int WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING;

-- up
SET @@system_versioning_alter_history = KEEP;
ALTER TABLE t MODIFY a bigint WITHOUT SYSTEM VERSIONING;

-- down
SET @@system_versioning_alter_history = KEEP;
ALTER TABLE t MODIFY a int;
