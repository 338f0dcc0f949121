-- A function goes before the operator that calls it.
-- verdict: fails
-- why: the operator needs it

-- base
SELECT 1;

-- up
CREATE FUNCTION same(a point, b point) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (LEFTARG = point, RIGHTARG = point, FUNCTION = same);

-- down
DROP FUNCTION same(point, point);
DROP OPERATOR === (point, point);
