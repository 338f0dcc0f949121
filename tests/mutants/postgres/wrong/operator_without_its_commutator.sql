-- An operator comes back without its commutator.
-- verdict: differs
-- why: the planner cannot turn conditions about from then on

-- base
CREATE FUNCTION same(a point, b point) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (LEFTARG = point, RIGHTARG = point, FUNCTION = same, COMMUTATOR = ===);

-- up
DROP OPERATOR === (point, point);

-- down
CREATE OPERATOR === (LEFTARG = point, RIGHTARG = point, FUNCTION = same);
