-- A virtual column comes and goes.
-- verdict: restored
-- why: it has no values of its own

-- base
CREATE TABLE lines (id INTEGER PRIMARY KEY, price INTEGER, count INTEGER);
INSERT INTO lines VALUES (1, 5, 2);

-- up
ALTER TABLE lines ADD COLUMN total INTEGER AS (price * count);

-- down
ALTER TABLE lines DROP COLUMN total;
