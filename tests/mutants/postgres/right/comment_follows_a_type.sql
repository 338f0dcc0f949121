-- A type with a comment and a right gets another name.
-- verdict: restored
-- why: both are on the type, whatever it is called

-- base
CREATE TYPE level AS ENUM ('low', 'high');
COMMENT ON TYPE level IS 'how loud';
GRANT USAGE ON TYPE level TO pg_monitor;
CREATE TABLE alerts (id bigint PRIMARY KEY, level level NOT NULL);
INSERT INTO alerts VALUES (1, 'high');

-- up
ALTER TYPE level RENAME TO loudness;

-- down
ALTER TYPE loudness RENAME TO level;
