-- A composite type keeps its new attribute.
-- verdict: differs
-- why: DROP ATTRIBUTE is missing

-- base
CREATE TYPE address AS (street text, city text);

-- up
ALTER TYPE address ADD ATTRIBUTE country text;

-- down
COMMENT ON TYPE address IS NULL;
