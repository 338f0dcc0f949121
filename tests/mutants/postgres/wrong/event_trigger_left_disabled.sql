-- An event trigger is disabled and stays so.
-- verdict: differs
-- why: DDL is not audited any more

-- base
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE EVENT TRIGGER watcher ON ddl_command_end EXECUTE FUNCTION watch();

-- up
ALTER EVENT TRIGGER watcher DISABLE;
CREATE TABLE quiet (id bigint PRIMARY KEY);

-- down
DROP TABLE quiet;
