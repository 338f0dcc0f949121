-- An index for LIKE comes back for comparisons.
-- verdict: differs
-- why: text_pattern_ops is left out

-- base
CREATE TABLE files (id bigint PRIMARY KEY, path text);
CREATE INDEX files_path ON files (path text_pattern_ops);

-- up
DROP INDEX files_path;

-- down
CREATE INDEX files_path ON files (path);
