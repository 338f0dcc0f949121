-- A column comes back without its check.
-- verdict: differs
-- why: the check was written at the column

-- base
CREATE TABLE orders (id bigint PRIMARY KEY, amount int CHECK (amount > 0));

-- up
ALTER TABLE orders MODIFY amount bigint CHECK (amount > 0);

-- down
ALTER TABLE orders MODIFY amount int;
