-- A check comes back with another bound.
-- verdict: differs
-- why: >= is not >

-- base
CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER, CONSTRAINT positive CHECK (amount > 0));

-- up
DROP TABLE orders;

-- down
CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER, CONSTRAINT positive CHECK (amount >= 0));
