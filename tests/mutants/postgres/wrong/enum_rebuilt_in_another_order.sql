-- An enum is built anew with its values in another order.
-- verdict: differs
-- why: the order of the values is what ORDER BY and < use

-- base
CREATE TYPE level AS ENUM ('low', 'medium', 'high');
CREATE TABLE alerts (id bigint PRIMARY KEY, level level NOT NULL);
INSERT INTO alerts VALUES (1, 'high'), (2, 'low');

-- up
ALTER TYPE level ADD VALUE 'critical';

-- down
ALTER TYPE level RENAME TO level_old;
CREATE TYPE level AS ENUM ('high', 'low', 'medium');
ALTER TABLE alerts ALTER COLUMN level TYPE level USING level::text::level;
DROP TYPE level_old;
