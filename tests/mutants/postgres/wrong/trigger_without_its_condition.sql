-- A trigger comes back without WHEN.
-- verdict: differs
-- why: it fires for every row now

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, changed timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW WHEN (OLD.email IS DISTINCT FROM NEW.email) EXECUTE FUNCTION touch();

-- up
DROP TRIGGER touched ON users;

-- down
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
