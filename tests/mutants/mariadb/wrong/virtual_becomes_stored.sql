-- A virtual column comes back stored.
-- verdict: differs
-- why: the word decides whether it takes room

-- base
CREATE TABLE items (id bigint PRIMARY KEY, price int, count int, total int AS (price * count) VIRTUAL);

-- up
ALTER TABLE items DROP COLUMN total;

-- down
ALTER TABLE items ADD COLUMN total int AS (price * count) STORED;
