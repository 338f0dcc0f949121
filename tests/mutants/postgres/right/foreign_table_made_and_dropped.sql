-- A foreign table comes and goes.
-- verdict: restored
-- why: with everything that belongs to it

-- base
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;

-- up
CREATE FOREIGN TABLE ft (id int OPTIONS (c 'x'), v text) SERVER s OPTIONS (t 'y');

-- down
DROP FOREIGN TABLE ft;
