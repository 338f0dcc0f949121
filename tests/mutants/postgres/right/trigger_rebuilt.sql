-- A trigger is dropped with its function and both come back.
-- verdict: restored
-- why: CASCADE, and the down knows what it took

-- base
CREATE TABLE users (id bigint PRIMARY KEY, changed timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();

-- up
DROP FUNCTION touch() CASCADE;

-- down
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE PROCEDURE touch();
