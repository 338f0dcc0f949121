-- A materialized view comes back without its unique index.
-- verdict: differs
-- why: REFRESH CONCURRENTLY fails from then on

-- base
CREATE TABLE orders (id bigint PRIMARY KEY, day date, amount integer);
CREATE MATERIALIZED VIEW daily AS SELECT day, sum(amount) AS amount FROM orders GROUP BY day;
CREATE UNIQUE INDEX daily_day ON daily (day);

-- up
DROP MATERIALIZED VIEW daily;
CREATE MATERIALIZED VIEW daily AS SELECT day, sum(amount) AS amount, count(*) AS orders FROM orders GROUP BY day;
CREATE UNIQUE INDEX daily_day ON daily (day);

-- down
DROP MATERIALIZED VIEW daily;
CREATE MATERIALIZED VIEW daily AS SELECT day, sum(amount) AS amount FROM orders GROUP BY day;
