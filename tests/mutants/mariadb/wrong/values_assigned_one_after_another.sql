-- Two columns change their values, and do not.
-- verdict: rows
-- why: MariaDB assigns from left to right: the second sees the first

-- base
CREATE TABLE places (id bigint PRIMARY KEY, lat int, lon int);
INSERT INTO places VALUES (1, 52, 13);

-- up
UPDATE places SET lat = lon, lon = lat;

-- down
UPDATE places SET lat = lon, lon = lat;
