-- A default is dropped for a change of type and not set again.
-- verdict: differs
-- why: text defaults have to go before a column becomes an integer

-- base
CREATE TABLE jobs (id bigint PRIMARY KEY, priority text NOT NULL DEFAULT '3');
INSERT INTO jobs VALUES (1, '5');

-- up
ALTER TABLE jobs ALTER COLUMN priority DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN priority TYPE integer USING priority::integer;
ALTER TABLE jobs ALTER COLUMN priority SET DEFAULT 3;

-- down
ALTER TABLE jobs ALTER COLUMN priority DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN priority TYPE text USING priority::text;
