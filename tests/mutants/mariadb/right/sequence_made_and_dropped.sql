-- A sequence is made and dropped.
-- verdict: restored
-- why: nothing is left of it

-- base
CREATE SEQUENCE tickets START 5 INCREMENT 2;

-- up
CREATE SEQUENCE invoices START 5 INCREMENT 2 CACHE 10;

-- down
DROP SEQUENCE invoices;
