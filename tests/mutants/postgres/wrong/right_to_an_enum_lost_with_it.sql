-- A type goes that a role was given the use of.
-- verdict: differs
-- why: the right goes with the type

-- base
CREATE TYPE mood AS ENUM ('calm', 'angry');
GRANT USAGE ON TYPE mood TO pg_monitor;

-- up
DROP TYPE mood;

-- down
CREATE TYPE mood AS ENUM ('calm', 'angry');
