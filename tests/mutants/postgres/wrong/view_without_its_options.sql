-- A view comes back without security_invoker.
-- verdict: differs
-- why: CREATE OR REPLACE VIEW replaces the options too

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE VIEW emails WITH (security_invoker = true) AS SELECT email FROM users;

-- up
CREATE OR REPLACE VIEW emails WITH (security_invoker = true) AS SELECT email FROM users WHERE email <> '';

-- down
CREATE OR REPLACE VIEW emails AS SELECT email FROM users;
