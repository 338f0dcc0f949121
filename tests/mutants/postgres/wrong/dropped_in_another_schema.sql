-- The down looks in another schema.
-- verdict: differs
-- why: the up sets a search_path, the down does not, and IF EXISTS forgives

-- base
CREATE SCHEMA billing;

-- up
SET search_path = billing;
CREATE TABLE invoices (id bigint PRIMARY KEY);

-- down
DROP TABLE IF EXISTS invoices;
