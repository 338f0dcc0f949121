-- A view comes back with an outer join.
-- verdict: differs
-- why: the rows without a partner appear

-- base
CREATE TABLE a (id int, x text);
CREATE TABLE b (a_id int, y text);
CREATE VIEW v AS SELECT a.id, b.y FROM a JOIN b ON b.a_id = a.id;

-- up
CREATE OR REPLACE VIEW v AS SELECT a.id, b.y FROM a FULL JOIN b ON b.a_id = a.id;

-- down
CREATE OR REPLACE VIEW v AS SELECT a.id, b.y FROM a LEFT JOIN b ON b.a_id = a.id;
