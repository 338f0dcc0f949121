-- A trigger that fired always fires only here.
-- verdict: differs
-- why: ENABLE TRIGGER is not ENABLE ALWAYS

-- base
CREATE TABLE t (id int);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tt BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();
ALTER TABLE t ENABLE ALWAYS TRIGGER tt;

-- up
ALTER TABLE t DISABLE TRIGGER tt;
UPDATE t SET id = id;

-- down
ALTER TABLE t ENABLE TRIGGER tt;
