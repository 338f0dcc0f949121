-- A descending key comes back ascending.
-- verdict: differs
-- why: ORDER BY a, b DESC is sorted by hand again

-- base
CREATE TABLE events (id INTEGER PRIMARY KEY, tenant INTEGER, at TEXT);
CREATE INDEX latest ON events (tenant, at DESC);

-- up
DROP INDEX latest;

-- down
CREATE INDEX latest ON events (tenant, at);
