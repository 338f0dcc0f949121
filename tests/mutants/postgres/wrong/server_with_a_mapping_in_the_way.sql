-- A server goes before the mapping of a user to it.
-- verdict: fails
-- why: the mapping needs it

-- base
CREATE FOREIGN DATA WRAPPER w;

-- up
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE USER MAPPING FOR PUBLIC SERVER s;

-- down
DROP SERVER s;
