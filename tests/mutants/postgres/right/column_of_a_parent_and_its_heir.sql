-- A column is added to a table that another inherits from, and dropped again.
-- verdict: restored
-- why: it comes to the heir and goes from it with the table

-- base
CREATE TABLE events (id int);
CREATE TABLE logins (who text) INHERITS (events);

-- up
ALTER TABLE events ADD COLUMN at timestamptz;

-- down
ALTER TABLE events DROP COLUMN at;
