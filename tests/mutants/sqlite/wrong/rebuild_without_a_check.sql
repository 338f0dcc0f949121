-- A rebuilt table comes back without its check.
-- verdict: differs
-- why: pragmas do not show checks

-- base
CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER CHECK (amount > 0));

-- up
CREATE TABLE orders_new (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL CHECK (amount > 0));
INSERT INTO orders_new SELECT id, amount FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;

-- down
CREATE TABLE orders_new (id INTEGER PRIMARY KEY, amount INTEGER);
INSERT INTO orders_new SELECT id, amount FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
