-- An extension comes with a comment of its own.
-- verdict: differs
-- why: nothing in the migrations says what it was

-- base
CREATE EXTENSION pg_trgm;

-- up
COMMENT ON EXTENSION pg_trgm IS 'for the search';

-- down
COMMENT ON EXTENSION pg_trgm IS NULL;
