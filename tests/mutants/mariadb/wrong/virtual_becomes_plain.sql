-- A virtual column comes back as a plain one.
-- verdict: differs
-- why: nobody computes it any more

-- base
CREATE TABLE items (id bigint PRIMARY KEY, price int, count int, total int AS (price * count) VIRTUAL);

-- up
ALTER TABLE items DROP COLUMN total;

-- down
ALTER TABLE items ADD COLUMN total int;
