-- The trigger goes and its function stays.
-- verdict: differs
-- why: dropping a table drops its triggers, not what they call

-- base
CREATE TABLE users (id bigint PRIMARY KEY);

-- up
CREATE TABLE audit (id bigint PRIMARY KEY, at timestamptz);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at := now(); RETURN NEW; END $$;
CREATE TRIGGER stamped BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION stamp();

-- down
DROP TABLE audit;
