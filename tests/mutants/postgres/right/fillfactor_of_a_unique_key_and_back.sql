-- A unique key goes and comes back with its fillfactor.
-- verdict: restored
-- why: what is said of the index is said again

-- base
CREATE TABLE t (id int, CONSTRAINT u UNIQUE (id) WITH (fillfactor = 70));

-- up
ALTER TABLE t DROP CONSTRAINT u;

-- down
ALTER TABLE t ADD CONSTRAINT u UNIQUE (id) WITH (fillfactor = 70);
