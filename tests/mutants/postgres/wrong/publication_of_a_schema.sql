-- A publication of a schema comes back as one of its only table.
-- verdict: differs
-- why: new tables of the schema are not published

-- base
CREATE SCHEMA app;
CREATE TABLE app.t (id int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLES IN SCHEMA app;

-- up
DROP PUBLICATION p;

-- down
CREATE PUBLICATION p FOR TABLE app.t;
