-- A check comes back with brackets and blanks elsewhere.
-- verdict: restored
-- why: the server keeps the expression, not its text

-- base
CREATE TABLE orders (id bigint PRIMARY KEY, amount integer, CONSTRAINT sane CHECK (amount > 0 AND amount < 1000));

-- up
ALTER TABLE orders DROP CONSTRAINT sane;

-- down
ALTER TABLE orders ADD CONSTRAINT sane CHECK ((amount>0) AND (amount<1000));
