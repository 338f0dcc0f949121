-- An index comes back in the default tablespace.
-- verdict: restored
-- why: which is where it was

-- base
CREATE TABLE t (id int PRIMARY KEY, a text);
CREATE INDEX t_a ON t (a);

-- up
DROP INDEX t_a;

-- down
CREATE INDEX t_a ON t USING btree (a) TABLESPACE pg_default;
