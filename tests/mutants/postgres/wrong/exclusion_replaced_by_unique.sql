-- An exclusion constraint comes back as a unique one.
-- verdict: differs
-- why: equal is less than overlapping

-- base
CREATE TABLE bookings (id bigint PRIMARY KEY, during tsrange, CONSTRAINT apart EXCLUDE USING gist (during WITH &&));

-- up
ALTER TABLE bookings DROP CONSTRAINT apart;

-- down
ALTER TABLE bookings ADD CONSTRAINT apart UNIQUE (during);
