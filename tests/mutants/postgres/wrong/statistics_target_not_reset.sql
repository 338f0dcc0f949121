-- A statistics target stays.
-- verdict: differs
-- why: SET STATISTICS -1 is missing

-- base
CREATE TABLE events (id bigint PRIMARY KEY, kind text);

-- up
ALTER TABLE events ALTER COLUMN kind SET STATISTICS 1000;
CREATE INDEX events_kind ON events (kind);

-- down
DROP INDEX events_kind;
