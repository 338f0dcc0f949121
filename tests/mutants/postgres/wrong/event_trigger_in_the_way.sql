-- A function goes before the event trigger that calls it.
-- verdict: fails
-- why: the event trigger needs it

-- base
SELECT 1;

-- up
CREATE FUNCTION ef() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION ef();

-- down
DROP FUNCTION ef();
DROP EVENT TRIGGER et;
