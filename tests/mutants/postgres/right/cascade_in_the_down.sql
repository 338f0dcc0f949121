-- The down drops one table and everything below it goes.
-- verdict: restored
-- why: all of it was made by the up

-- base
CREATE TABLE users (id bigint PRIMARY KEY);

-- up
CREATE SCHEMA billing;
CREATE TABLE billing.plans (id bigint PRIMARY KEY);
CREATE TABLE billing.subscriptions (id bigint PRIMARY KEY, plan bigint REFERENCES billing.plans, user_id bigint REFERENCES users);
CREATE VIEW billing.open AS SELECT id FROM billing.subscriptions;

-- down
DROP SCHEMA billing CASCADE;
