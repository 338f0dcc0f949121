-- A view comes back without the trigger that wrote through it.
-- verdict: differs
-- why: triggers go with their view

-- base
CREATE TABLE t (id int, a text);
CREATE VIEW v AS SELECT id, a FROM t;
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER vt INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION tf();

-- up
DROP VIEW v;
ALTER TABLE t ADD COLUMN b int;
CREATE VIEW v AS SELECT id, a, b FROM t;
CREATE TRIGGER vt INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION tf();

-- down
DROP VIEW v;
ALTER TABLE t DROP COLUMN b;
CREATE VIEW v AS SELECT id, a FROM t;
