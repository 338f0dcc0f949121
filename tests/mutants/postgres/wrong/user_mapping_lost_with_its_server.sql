-- A server comes back without the mapping of its user.
-- verdict: differs
-- why: CASCADE took it

-- base
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (token 'x');

-- up
DROP SERVER s CASCADE;

-- down
CREATE SERVER s FOREIGN DATA WRAPPER w;
