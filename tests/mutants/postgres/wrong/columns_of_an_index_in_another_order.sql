-- An index comes back with its columns the other way round.
-- verdict: differs
-- why: it serves other queries

-- base
CREATE TABLE events (id bigint PRIMARY KEY, tenant integer, at timestamptz);
CREATE INDEX events_key ON events (tenant, at);

-- up
DROP INDEX events_key;

-- down
CREATE INDEX events_key ON events (at, tenant);
