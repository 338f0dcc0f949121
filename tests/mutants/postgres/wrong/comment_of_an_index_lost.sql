-- An index comes back without its comment.
-- verdict: differs
-- why: what it is for is known no more

-- base
CREATE TABLE t (id int, a int, b int);
CREATE INDEX t_a ON t (a);
COMMENT ON INDEX t_a IS 'why';

-- up
DROP INDEX t_a;

-- down
CREATE INDEX t_a ON t (a);
