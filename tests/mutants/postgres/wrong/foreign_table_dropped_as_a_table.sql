-- A foreign table is dropped by `DROP TABLE`.
-- verdict: fails
-- why: PostgreSQL refuses

-- base
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;

-- up
CREATE FOREIGN TABLE ft (id int) SERVER s;

-- down
DROP TABLE ft;
