-- A schema goes with the function that a default outside calls.
-- verdict: differs
-- why: CASCADE takes the default, not the column

-- base
CREATE SCHEMA app;
CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (id int, n int DEFAULT app.f());

-- up
CREATE TABLE app.x (id int);

-- down
DROP SCHEMA app CASCADE;
CREATE SCHEMA app;
CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
