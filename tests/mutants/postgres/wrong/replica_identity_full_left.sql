-- A table sends whole rows from then on.
-- verdict: differs
-- why: it had an index for that

-- base
CREATE TABLE t (id int NOT NULL, a text);
CREATE UNIQUE INDEX t_id ON t (id);
ALTER TABLE t REPLICA IDENTITY USING INDEX t_id;

-- up
ALTER TABLE t REPLICA IDENTITY FULL;

-- down
ALTER TABLE t REPLICA IDENTITY DEFAULT;
