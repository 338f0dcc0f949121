-- A value is taken out of a type by way of another type.
-- verdict: differs
-- why: the comment is on the old one, whatever that is called

-- base
CREATE TYPE level AS ENUM ('low', 'high');
COMMENT ON TYPE level IS 'how loud';
CREATE TABLE alerts (id bigint PRIMARY KEY, level level NOT NULL);
INSERT INTO alerts VALUES (1, 'high');

-- up
ALTER TYPE level ADD VALUE 'critical';

-- down
ALTER TYPE level RENAME TO level_old;
CREATE TYPE level AS ENUM ('low', 'high');
ALTER TABLE alerts ALTER COLUMN level TYPE level USING level::text::level;
DROP TYPE level_old;
