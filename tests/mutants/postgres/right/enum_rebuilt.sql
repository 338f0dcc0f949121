-- An enum gets a value and is built anew without it.
-- verdict: restored
-- why: the column is cast by way of text and gets its default back

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
ALTER TABLE alerts ALTER COLUMN level SET DEFAULT 'low';
DROP TYPE level_old;
