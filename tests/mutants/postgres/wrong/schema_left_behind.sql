-- The tables go and their schema stays.
-- verdict: differs
-- why: CREATE SCHEMA IF NOT EXISTS hides it the next time

-- base
CREATE TABLE users (id bigint PRIMARY KEY);

-- up
CREATE SCHEMA IF NOT EXISTS billing;
CREATE TABLE billing.invoices (id bigint PRIMARY KEY);

-- down
DROP TABLE billing.invoices;
