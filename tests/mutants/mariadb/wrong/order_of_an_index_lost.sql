-- A descending key comes back ascending.
-- verdict: differs
-- why: MariaDB keeps the direction since 10.8

-- base
CREATE TABLE events (id bigint PRIMARY KEY, tenant int, at datetime, KEY latest (tenant, at DESC));

-- up
DROP INDEX latest ON events;

-- down
CREATE INDEX latest ON events (tenant, at);
