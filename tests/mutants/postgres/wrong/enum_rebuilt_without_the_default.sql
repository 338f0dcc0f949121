-- An enum is built anew and the default of its column stays away.
-- verdict: differs
-- why: the default has to go for the cast and is not set again

-- base
CREATE TYPE level AS ENUM ('low', 'high');
CREATE TABLE alerts (id bigint PRIMARY KEY, level level NOT NULL DEFAULT 'low');
INSERT INTO alerts VALUES (1, 'high');

-- up
ALTER TYPE level ADD VALUE 'critical';

-- down
ALTER TABLE alerts ALTER COLUMN level DROP DEFAULT;
ALTER TYPE level RENAME TO level_old;
CREATE TYPE level AS ENUM ('low', 'high');
ALTER TABLE alerts ALTER COLUMN level TYPE level USING level::text::level;
DROP TYPE level_old;
