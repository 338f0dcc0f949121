-- The down says nothing.
-- verdict: differs
-- why: a down that only satisfies the tool leaves the whole table

-- base
CREATE TABLE users (id bigint PRIMARY KEY);

-- up
CREATE TABLE invoices (id bigint PRIMARY KEY, user_id bigint REFERENCES users);

-- down
SELECT 1;
