-- An index over two columns goes with the second.
-- verdict: differs
-- why: nobody looks for the index of another column

-- base
CREATE TABLE events (id bigint PRIMARY KEY, tenant integer NOT NULL, kind text);
CREATE INDEX events_by_tenant ON events (tenant, kind);

-- up
ALTER TABLE events DROP COLUMN kind;

-- down
ALTER TABLE events ADD COLUMN kind text;
