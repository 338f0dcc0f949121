-- An exclusion constraint comes back for all rows.
-- verdict: differs
-- why: WHERE is not said again

-- base
CREATE TABLE bookings (id int, room int, during tsrange, cancelled boolean DEFAULT false,
  CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&) WHERE (NOT cancelled));

-- up
ALTER TABLE bookings DROP CONSTRAINT no_overlap;

-- down
ALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&);
