-- A value is taken out of a type that a domain is made of.
-- verdict: fails
-- why: the domain is of the old type, whatever that is called

-- base
CREATE TYPE level AS ENUM ('low', 'high');
CREATE DOMAIN loudness AS level DEFAULT 'low';

-- up
ALTER TYPE level ADD VALUE 'critical';

-- down
ALTER TYPE level RENAME TO level_old;
CREATE TYPE level AS ENUM ('low', 'high');
DROP TYPE level_old;
