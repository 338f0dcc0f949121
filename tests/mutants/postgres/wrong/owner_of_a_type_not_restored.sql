-- A type has another owner than before.
-- verdict: differs
-- why: two renames bring the name back, and not the owner

-- base
CREATE TYPE state AS ENUM ('open', 'done');

-- up
ALTER TYPE state OWNER TO pg_monitor;

-- down
ALTER TYPE state RENAME TO status;
ALTER TYPE status RENAME TO state;
