-- A trigger comes back with its events in another order.
-- verdict: restored
-- why: events are a set

-- base
CREATE TABLE t (id int, a text);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tt BEFORE INSERT OR UPDATE OF a OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION tf();

-- up
DROP TRIGGER tt ON t;

-- down
CREATE TRIGGER tt BEFORE DELETE OR UPDATE OF a OR INSERT ON public.t FOR ROW EXECUTE FUNCTION public.tf();
