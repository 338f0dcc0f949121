-- A column goes and takes the trigger that waits for it.
-- verdict: differs
-- why: UPDATE OF names the column

-- base
CREATE TABLE t (id int, a int);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tt BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION tf();

-- up
ALTER TABLE t DROP COLUMN a CASCADE;

-- down
ALTER TABLE t ADD COLUMN a int;
