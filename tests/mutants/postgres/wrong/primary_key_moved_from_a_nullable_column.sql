-- A table gets another primary key and its old one back.
-- verdict: differs
-- why: the other column was nullable before

-- base
CREATE TABLE t (id int NOT NULL, code text, CONSTRAINT t_pkey PRIMARY KEY (id));
INSERT INTO t VALUES (1, 'a');

-- up
ALTER TABLE t DROP CONSTRAINT t_pkey;
ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (code);

-- down
ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (id);
