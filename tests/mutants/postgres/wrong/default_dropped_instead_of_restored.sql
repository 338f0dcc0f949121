-- The default that was replaced does not return.
-- verdict: differs
-- why: the mirror image of SET DEFAULT is not DROP DEFAULT where there was a default

-- base
CREATE TABLE jobs (id bigint PRIMARY KEY, state text NOT NULL DEFAULT 'new');

-- up
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'queued';

-- down
ALTER TABLE jobs ALTER COLUMN state DROP DEFAULT;
