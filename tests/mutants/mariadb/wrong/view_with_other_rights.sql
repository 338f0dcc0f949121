-- A view comes back with the rights of its caller not asked for.
-- verdict: differs
-- why: SQL SECURITY INVOKER is left out, and DEFINER is the default

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100));
CREATE SQL SECURITY INVOKER VIEW emails AS SELECT email FROM users;

-- up
CREATE OR REPLACE SQL SECURITY INVOKER VIEW emails AS SELECT email FROM users WHERE email <> '';

-- down
CREATE OR REPLACE VIEW emails AS SELECT email FROM users;
