-- The down says nothing.
-- verdict: differs
-- why: a down that only satisfies the tool leaves the whole table

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY);

-- up
CREATE TABLE invoices (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));

-- down
SELECT 1;
