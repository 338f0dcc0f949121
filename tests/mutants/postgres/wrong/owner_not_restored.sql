-- A table keeps its new owner.
-- verdict: differs
-- why: the application cannot alter it any more

-- base
CREATE TABLE reports (id bigint PRIMARY KEY);

-- up
ALTER TABLE reports OWNER TO pg_monitor;
ALTER TABLE reports ADD COLUMN body text;

-- down
ALTER TABLE reports DROP COLUMN body;
