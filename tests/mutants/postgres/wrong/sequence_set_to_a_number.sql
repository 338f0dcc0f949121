-- `setval` takes a sequence back, and the down leaves it there.
-- verdict: rows
-- why: the next row gets a number that one has already

-- base
CREATE TABLE orders (id serial PRIMARY KEY, note text);
INSERT INTO orders (note) VALUES ('a'), ('b'), ('c');

-- up
SELECT setval('orders_id_seq', 1);

-- down
SELECT 1;
