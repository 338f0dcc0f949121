-- A virtual column with an index comes and goes.
-- verdict: restored
-- why: it has no values of its own

-- base
CREATE TABLE items (id bigint PRIMARY KEY, price int, count int);
INSERT INTO items VALUES (1, 5, 2);

-- up
ALTER TABLE items ADD COLUMN total int AS (price * count) VIRTUAL, ADD KEY by_total (total);

-- down
ALTER TABLE items DROP COLUMN total;
