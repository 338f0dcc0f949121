-- A descending key comes back ascending.
-- verdict: differs
-- why: ORDER BY a, b DESC is sorted by hand again

-- base
CREATE TABLE events (id bigint PRIMARY KEY, tenant integer, at timestamptz);
CREATE INDEX events_latest ON events (tenant, at DESC);

-- up
DROP INDEX events_latest;

-- down
CREATE INDEX events_latest ON events (tenant, at);
