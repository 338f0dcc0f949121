-- The column of a key becomes nullable before the key goes.
-- verdict: fails
-- why: the order is that of the up

-- base
CREATE TABLE t (id int);

-- up
ALTER TABLE t ALTER COLUMN id SET NOT NULL;
ALTER TABLE t ADD PRIMARY KEY (id);

-- down
ALTER TABLE t ALTER COLUMN id DROP NOT NULL;
ALTER TABLE t DROP CONSTRAINT t_pkey;
