-- A flag becomes a text of its own and a flag again.
-- verdict: restored
-- why: CASE says both ways

-- base
CREATE TABLE t (id int, f boolean NOT NULL DEFAULT false);
INSERT INTO t VALUES (1, true), (2, false);

-- up
ALTER TABLE t ALTER COLUMN f DROP DEFAULT;
ALTER TABLE t ALTER COLUMN f TYPE text USING CASE WHEN f THEN 'yes' ELSE 'no' END;
ALTER TABLE t ALTER COLUMN f SET DEFAULT 'no';

-- down
ALTER TABLE t ALTER COLUMN f DROP DEFAULT;
ALTER TABLE t ALTER COLUMN f TYPE boolean USING (f = 'yes');
ALTER TABLE t ALTER COLUMN f SET DEFAULT false;
