-- Two tables change places, twice.
-- verdict: restored
-- why: RENAME TABLE does it in one statement

-- base
CREATE TABLE current_prices (id bigint PRIMARY KEY, price int);
CREATE TABLE next_prices (id bigint, price int);
INSERT INTO next_prices VALUES (1, 5);

-- up
RENAME TABLE current_prices TO swap, next_prices TO current_prices, swap TO next_prices;

-- down
RENAME TABLE current_prices TO swap, next_prices TO current_prices, swap TO next_prices;
