-- A partition of a list comes back for fewer values.
-- verdict: differs
-- why: rows with the other value find no place

-- base
CREATE TABLE t (id int, land varchar(5)) PARTITION BY LIST COLUMNS (land) (PARTITION pe VALUES IN ('de', 'fr'), PARTITION pa VALUES IN ('us'));

-- up
ALTER TABLE t DROP PARTITION pe;

-- down
ALTER TABLE t ADD PARTITION (PARTITION pe VALUES IN ('de'));
