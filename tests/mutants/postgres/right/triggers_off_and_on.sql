-- Triggers are off for a backfill and on again.
-- verdict: restored
-- why: both ways

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, changed timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
INSERT INTO users VALUES (1, 'a@example.org', NULL);

-- up
ALTER TABLE users ADD COLUMN domain text;
ALTER TABLE users DISABLE TRIGGER USER;
UPDATE users SET domain = split_part(email, '@', 2);
ALTER TABLE users ENABLE TRIGGER USER;

-- down
ALTER TABLE users DROP COLUMN domain;
