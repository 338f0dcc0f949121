-- The down drops a column that a view reads.
-- verdict: fails
-- why: the view has to go first

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);

-- up
ALTER TABLE users ADD COLUMN active boolean;
CREATE VIEW active_users AS SELECT id FROM users WHERE active;

-- down
ALTER TABLE users DROP COLUMN active;
DROP VIEW active_users;
