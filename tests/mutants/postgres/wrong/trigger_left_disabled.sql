-- Triggers are off for a backfill and stay off.
-- verdict: differs
-- why: whatever the trigger guarded is unguarded from then on

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, changed timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();

-- up
ALTER TABLE users ADD COLUMN domain text;
ALTER TABLE users DISABLE TRIGGER touched;
UPDATE users SET domain = split_part(email, '@', 2);

-- down
ALTER TABLE users DROP COLUMN domain;
