-- A sequence begins again at one.
-- verdict: rows
-- why: the next row gets a number that one has already

-- base
CREATE TABLE orders (id serial PRIMARY KEY, note text);
INSERT INTO orders (note) VALUES ('a'), ('b'), ('c');

-- up
ALTER SEQUENCE orders_id_seq RESTART;

-- down
SELECT 1;
