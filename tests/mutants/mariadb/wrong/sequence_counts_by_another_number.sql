-- A sequence counts by one, and did by two.
-- verdict: differs
-- why: the down gives it the step that is usual

-- base
CREATE SEQUENCE tickets START 5 INCREMENT 2;

-- up
ALTER SEQUENCE tickets INCREMENT 10;

-- down
ALTER SEQUENCE tickets INCREMENT 1;
