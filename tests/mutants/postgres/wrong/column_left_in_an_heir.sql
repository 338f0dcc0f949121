-- A column is dropped from the table alone, and not from the one that inherits from it.
-- verdict: differs
-- why: `ONLY` leaves the heir its column

-- base
CREATE TABLE events (id int);
CREATE TABLE logins (who text) INHERITS (events);

-- up
ALTER TABLE events ADD COLUMN at timestamptz;

-- down
ALTER TABLE ONLY events DROP COLUMN at;
