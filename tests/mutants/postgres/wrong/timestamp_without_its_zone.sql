-- A time comes back without its zone.
-- verdict: differs
-- why: timestamp is not timestamptz

-- base
CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz NOT NULL);

-- up
ALTER TABLE events ALTER COLUMN at TYPE date USING at::date;

-- down
ALTER TABLE events ALTER COLUMN at TYPE timestamp USING at::timestamp;
