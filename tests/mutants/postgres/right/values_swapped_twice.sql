-- Two columns change their values, twice.
-- verdict: restored
-- why: both sides of SET are read before anything is written

-- base
CREATE TABLE places (id bigint PRIMARY KEY, lat integer, lon integer);
INSERT INTO places VALUES (1, 52, 13);

-- up
UPDATE places SET lat = lon, lon = lat;

-- down
UPDATE places SET lat = lon, lon = lat;
