-- A comment comes back in other quotes.
-- verdict: restored
-- why: the text is the same

-- base
CREATE TABLE t (id int PRIMARY KEY, a int COMMENT 'it''s "x" \\ y');

-- up
ALTER TABLE t MODIFY a bigint COMMENT 'it''s';

-- down
ALTER TABLE t MODIFY a int COMMENT 'it\'s "x" \\ y';
