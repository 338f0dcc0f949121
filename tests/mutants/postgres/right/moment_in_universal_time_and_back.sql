-- A moment gets a zone and loses it, in universal time both ways.
-- verdict: restored
-- why: each hour is there once

-- base
CREATE TABLE events (made timestamp NOT NULL);
INSERT INTO events VALUES ('2020-07-01 10:00');

-- up
ALTER TABLE events ALTER made TYPE timestamptz USING made AT TIME ZONE 'UTC';

-- down
ALTER TABLE events ALTER made TYPE timestamp USING made AT TIME ZONE 'UTC';
