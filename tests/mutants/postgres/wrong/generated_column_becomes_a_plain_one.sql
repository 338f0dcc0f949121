-- DROP EXPRESSION has no way back.
-- verdict: differs
-- why: the column is there, and nobody computes it

-- base
CREATE TABLE lines (id bigint PRIMARY KEY, price integer, count integer, total integer GENERATED ALWAYS AS (price * count) STORED);

-- up
ALTER TABLE lines ALTER COLUMN total DROP EXPRESSION;

-- down
UPDATE lines SET total = price * count;
