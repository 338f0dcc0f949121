-- A check over two columns goes with one of them.
-- verdict: differs
-- why: the constraint was written at the table and is dropped with the column

-- base
CREATE TABLE stays (id bigint PRIMARY KEY, arrival date, departure date, CONSTRAINT in_order CHECK (arrival < departure));

-- up
ALTER TABLE stays DROP COLUMN departure;

-- down
ALTER TABLE stays ADD COLUMN departure date;
