-- A generated column comes and goes.
-- verdict: restored
-- why: it has no values of its own

-- base
CREATE TABLE lines (id bigint PRIMARY KEY, price integer, count integer);
INSERT INTO lines VALUES (1, 5, 2);

-- up
ALTER TABLE lines ADD COLUMN total integer GENERATED ALWAYS AS (price * count) STORED;

-- down
ALTER TABLE lines DROP COLUMN total;
