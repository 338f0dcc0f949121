-- The comment that every database has on its schema is another for a while.
-- verdict: restored
-- why: every database begins with these words

-- base
SELECT 1;

-- up
COMMENT ON SCHEMA public IS 'what the shop keeps';

-- down
COMMENT ON SCHEMA public IS 'standard public schema';
