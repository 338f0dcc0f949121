-- A moment gets its zone by name, and loses it to that of the session.
-- verdict: rows
-- why: the hours between the two zones are added

-- base
CREATE TABLE events (made timestamp NOT NULL);
INSERT INTO events VALUES ('2020-07-01 10:00');

-- up
ALTER TABLE events ALTER made TYPE timestamptz USING made AT TIME ZONE 'UTC';

-- down
SET LOCAL timezone = 'Europe/Berlin';
ALTER TABLE events ALTER made TYPE timestamp;
