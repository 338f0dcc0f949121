-- A sequence comes back without its end and its circle.
-- verdict: differs
-- why: the down names the start alone

-- base
CREATE SEQUENCE tickets START 5 MAXVALUE 100 CYCLE;

-- up
DROP SEQUENCE tickets;

-- down
CREATE SEQUENCE tickets START 5;
