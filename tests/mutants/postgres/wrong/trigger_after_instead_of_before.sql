-- A trigger comes back at another time.
-- verdict: differs
-- why: AFTER cannot change the row any more

-- base
CREATE TABLE users (id bigint PRIMARY KEY, changed timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();

-- up
DROP TRIGGER touched ON users;

-- down
CREATE TRIGGER touched AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
