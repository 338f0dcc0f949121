-- A table stays compressed.
-- verdict: differs
-- why: ROW_FORMAT is kept until it is set again

-- base
CREATE TABLE logs (id bigint PRIMARY KEY, line text);

-- up
ALTER TABLE logs ROW_FORMAT = COMPRESSED;
ALTER TABLE logs ADD COLUMN level int;

-- down
ALTER TABLE logs DROP COLUMN level;
