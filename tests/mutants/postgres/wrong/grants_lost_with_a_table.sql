-- A table made anew has none of its grants.
-- verdict: differs
-- why: GRANTs belong to the table that was dropped

-- base
CREATE TABLE reports (id bigint PRIMARY KEY, body text);
GRANT SELECT ON reports TO pg_monitor;

-- up
DROP TABLE reports;

-- down
CREATE TABLE reports (id bigint PRIMARY KEY, body text);
