-- A constraint was renamed and is not renamed back.
-- verdict: differs
-- why: the table gets its name back, its constraint does not

-- base
CREATE TABLE users (id bigint, CONSTRAINT users_pkey PRIMARY KEY (id));

-- up
ALTER TABLE users RENAME TO accounts;
ALTER TABLE accounts RENAME CONSTRAINT users_pkey TO accounts_pkey;

-- down
ALTER TABLE accounts RENAME TO users;
