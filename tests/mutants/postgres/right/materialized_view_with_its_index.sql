-- A materialized view is made anew, twice.
-- verdict: restored
-- why: with its unique index each time

-- base
CREATE TABLE orders (id bigint PRIMARY KEY, day date, amount integer);
INSERT INTO orders VALUES (1, '2024-01-01', 5);
CREATE MATERIALIZED VIEW daily AS SELECT day, sum(amount) AS amount FROM orders GROUP BY day;
CREATE UNIQUE INDEX daily_day ON daily (day);

-- up
DROP MATERIALIZED VIEW daily;
CREATE MATERIALIZED VIEW daily AS SELECT day, sum(amount) AS amount, count(*) AS orders FROM orders GROUP BY day;
CREATE UNIQUE INDEX daily_day ON daily (day);

-- down
DROP MATERIALIZED VIEW daily;
CREATE MATERIALIZED VIEW daily AS SELECT day, sum(amount) AS amount FROM orders GROUP BY day;
CREATE UNIQUE INDEX daily_day ON daily (day);
