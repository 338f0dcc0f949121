-- A type, a partitioned table and its parts come and go.
-- verdict: restored
-- why: the parts go with the whole

-- base
CREATE TABLE u (id int PRIMARY KEY);

-- up
CREATE TYPE region AS ENUM ('eu', 'us');
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY, r region NOT NULL, u_id int REFERENCES u, PRIMARY KEY (id, r)) PARTITION BY LIST (r);
CREATE TABLE orders_eu PARTITION OF orders FOR VALUES IN ('eu');
CREATE TABLE orders_us PARTITION OF orders FOR VALUES IN ('us');
CREATE INDEX orders_u ON orders (u_id);

-- down
DROP TABLE orders;
DROP TYPE region;
