-- A double becomes a real and a double again.
-- verdict: rows
-- why: seven digits are left

-- base
CREATE TABLE positions (id bigint PRIMARY KEY, latitude double precision);
INSERT INTO positions VALUES (1, 52.520008123456);

-- up
ALTER TABLE positions ALTER COLUMN latitude TYPE real;

-- down
ALTER TABLE positions ALTER COLUMN latitude TYPE double precision;
