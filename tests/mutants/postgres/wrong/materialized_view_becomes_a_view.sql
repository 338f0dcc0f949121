-- A materialized view comes back as a view.
-- verdict: differs
-- why: the word MATERIALIZED is missing

-- base
CREATE TABLE orders (id bigint PRIMARY KEY, day date);
CREATE MATERIALIZED VIEW daily AS SELECT day, count(*) AS orders FROM orders GROUP BY day;

-- up
DROP MATERIALIZED VIEW daily;

-- down
CREATE VIEW daily AS SELECT day, count(*) AS orders FROM orders GROUP BY day;
