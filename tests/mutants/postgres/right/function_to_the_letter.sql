-- A function comes back with its options in another order.
-- verdict: restored
-- why: LANGUAGE may stand on either side

-- base
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed := now();
    RETURN NEW;
END
$$;
CREATE TABLE users (id bigint PRIMARY KEY, changed timestamptz);
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();

-- up
CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed := clock_timestamp();
    RETURN NEW;
END
$$;

-- down
CREATE OR REPLACE FUNCTION touch() RETURNS trigger AS $$
BEGIN
    NEW.changed := now();
    RETURN NEW;
END
$$ LANGUAGE plpgsql;
