-- Texts with zeros in front go through an integer column.
-- verdict: rows
-- why: the zeros are gone

-- base
CREATE TABLE t (id INTEGER PRIMARY KEY, zip TEXT);
INSERT INTO t VALUES (1, '01234');

-- up
ALTER TABLE t ADD COLUMN zip_code INTEGER;
UPDATE t SET zip_code = zip;
ALTER TABLE t DROP COLUMN zip;

-- down
ALTER TABLE t ADD COLUMN zip TEXT;
UPDATE t SET zip = zip_code;
ALTER TABLE t DROP COLUMN zip_code;
