-- A value is taken out of a type that a function takes.
-- verdict: fails
-- why: the function takes the old type, whatever that is called

-- base
CREATE TYPE level AS ENUM ('low', 'high');
CREATE FUNCTION loud(l level) RETURNS boolean LANGUAGE sql AS $$ SELECT l = 'high' $$;

-- up
ALTER TYPE level ADD VALUE 'critical';

-- down
ALTER TYPE level RENAME TO level_old;
CREATE TYPE level AS ENUM ('low', 'high');
DROP TYPE level_old;
