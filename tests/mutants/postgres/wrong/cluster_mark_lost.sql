-- A table is not clustered on its index any more.
-- verdict: differs
-- why: the mark goes with the index

-- base
CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz NOT NULL);
CREATE INDEX events_at ON events (at);
ALTER TABLE events CLUSTER ON events_at;

-- up
DROP INDEX events_at;

-- down
CREATE INDEX events_at ON events (at);
