-- An index comes back with its class said.
-- verdict: restored
-- why: int4_ops and ASC NULLS LAST are the defaults

-- base
CREATE TABLE t (id int, n int);
CREATE INDEX t_n ON t (n);

-- up
DROP INDEX t_n;

-- down
CREATE INDEX t_n ON public.t USING btree (n int4_ops ASC NULLS LAST);
