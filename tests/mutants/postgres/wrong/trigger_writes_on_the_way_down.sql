-- An update in the down is noticed by a trigger.
-- verdict: rows
-- why: the time of change is that of the rollback

-- base
CREATE TABLE users (id bigint PRIMARY KEY, role text, changed date);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := current_date; RETURN NEW; END $$;
INSERT INTO users VALUES (1, 'editor', '2020-01-01');
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();

-- up
UPDATE users SET role = 'author' WHERE role = 'editor';

-- down
UPDATE users SET role = 'editor' WHERE role = 'author';
