-- The comment that every database has on its schema is taken away.
-- verdict: differs
-- why: a dump says so from then on, and two databases are not the same any more

-- base
SELECT 1;

-- up
COMMENT ON SCHEMA public IS NULL;

-- down
SELECT 1;
