-- A virtual column comes back last.
-- verdict: note
-- why: nothing but SELECT * sees it

-- base
CREATE TABLE items (id bigint PRIMARY KEY, total int AS (price * count) VIRTUAL, price int, count int);
INSERT INTO items (id, price, count) VALUES (1, 5, 2);

-- up
ALTER TABLE items DROP COLUMN total;

-- down
ALTER TABLE items ADD COLUMN total int AS (price * count) VIRTUAL;
