-- A trigger comes back in the words of older versions.
-- verdict: restored
-- why: FOR ROW is FOR EACH ROW, and events have no order

-- base
CREATE TABLE t (id int, a int, b int);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON t FOR EACH ROW WHEN (NEW.a IS NOT NULL) EXECUTE FUNCTION touch();

-- up
DROP TRIGGER IF EXISTS touched ON public.t RESTRICT;

-- down
CREATE TRIGGER touched BEFORE UPDATE OR INSERT ON t FOR ROW WHEN (new.a IS NOT NULL) EXECUTE PROCEDURE touch();
