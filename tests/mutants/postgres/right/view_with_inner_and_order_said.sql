-- A view comes back with INNER said and its table aliased the same.
-- verdict: restored
-- why: INNER is what JOIN means

-- base
CREATE TABLE a (id int, x text);
CREATE TABLE b (a_id int, y text);
CREATE VIEW v AS SELECT a.id, b.y FROM a JOIN b ON b.a_id = a.id ORDER BY a.id;

-- up
DROP VIEW v;

-- down
CREATE VIEW v AS
  SELECT a.id, b.y
  FROM a INNER JOIN b ON (b.a_id = a.id)
  ORDER BY a.id ASC;
