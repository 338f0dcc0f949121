-- An expression index comes back over another function.
-- verdict: differs
-- why: upper and lower answer other queries

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);
CREATE INDEX t_name ON t (lower(name));

-- up
DROP INDEX t_name;

-- down
CREATE INDEX t_name ON t (upper(name));
