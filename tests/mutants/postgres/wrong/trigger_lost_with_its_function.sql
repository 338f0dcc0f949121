-- A trigger goes with its function.
-- verdict: differs
-- why: CASCADE took it, and only the function is restored

-- base
CREATE TABLE users (id bigint PRIMARY KEY, changed timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();

-- up
DROP FUNCTION touch() CASCADE;

-- down
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
