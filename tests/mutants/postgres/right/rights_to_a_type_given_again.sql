-- A type comes back with those who may use it.
-- verdict: restored
-- why: everything was said again

-- base
CREATE TYPE mood AS ENUM ('calm', 'angry');
REVOKE USAGE ON TYPE mood FROM PUBLIC;
GRANT USAGE ON TYPE mood TO pg_monitor;

-- up
DROP TYPE mood;

-- down
CREATE TYPE mood AS ENUM ('calm', 'angry');
REVOKE USAGE ON TYPE mood FROM PUBLIC;
GRANT USAGE ON TYPE mood TO pg_monitor;
