-- A primary key comes back without its fillfactor.
-- verdict: differs
-- why: the pages of its index are filled to the brim, and every update splits some

-- base
CREATE TABLE t (id int, CONSTRAINT pk PRIMARY KEY (id) WITH (fillfactor = 70));

-- up
ALTER TABLE t DROP CONSTRAINT pk;

-- down
ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (id);
