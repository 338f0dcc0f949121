-- The period of a table does not come back.
-- verdict: differs
-- why: the down forgets it

-- base
CREATE TABLE prices (id int, since date, until date, PERIOD FOR validity (since, until));

-- up
ALTER TABLE prices DROP PERIOD FOR validity;

-- down
ALTER TABLE prices MODIFY since date NOT NULL;
