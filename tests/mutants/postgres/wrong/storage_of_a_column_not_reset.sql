-- A column keeps its storage.
-- verdict: differs
-- why: EXTERNAL is not compressed

-- base
CREATE TABLE documents (id bigint PRIMARY KEY, body text);

-- up
ALTER TABLE documents ALTER COLUMN body SET STORAGE EXTERNAL;

-- down
ALTER TABLE documents ALTER COLUMN body SET STATISTICS -1;
