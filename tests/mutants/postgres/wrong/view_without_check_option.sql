-- A view comes back without WITH CHECK OPTION.
-- verdict: differs
-- why: rows can be written that it does not show

-- base
CREATE TABLE users (id bigint PRIMARY KEY, active boolean);
CREATE VIEW active_users AS SELECT id, active FROM users WHERE active WITH CHECK OPTION;

-- up
DROP VIEW active_users;

-- down
CREATE VIEW active_users AS SELECT id, active FROM users WHERE active;
