-- A procedure keeps what was said of it.
-- verdict: differs
-- why: ALTER PROCEDURE says something else back

-- base
CREATE PROCEDURE p() SELECT 1;

-- up
ALTER PROCEDURE p COMMENT 'nightly';

-- down
ALTER PROCEDURE p SQL SECURITY DEFINER;
