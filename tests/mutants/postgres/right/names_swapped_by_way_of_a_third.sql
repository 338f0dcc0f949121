-- Two tables change places, twice.
-- verdict: restored
-- why: the third name is gone in between

-- base
CREATE TABLE current_prices (id bigint PRIMARY KEY, price integer);
CREATE TABLE next_prices (id bigint, price integer);
INSERT INTO next_prices VALUES (1, 5);

-- up
ALTER TABLE current_prices RENAME TO swap;
ALTER TABLE next_prices RENAME TO current_prices;
ALTER TABLE swap RENAME TO next_prices;

-- down
ALTER TABLE current_prices RENAME TO swap;
ALTER TABLE next_prices RENAME TO current_prices;
ALTER TABLE swap RENAME TO next_prices;
