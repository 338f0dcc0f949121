-- A table made anew belongs to whoever migrates.
-- verdict: differs
-- why: ALTER TABLE OWNER TO is missing in the down

-- base
CREATE TABLE reports (id bigint PRIMARY KEY);
ALTER TABLE reports OWNER TO pg_monitor;

-- up
DROP TABLE reports;

-- down
CREATE TABLE reports (id bigint PRIMARY KEY);
