-- An index comes back without the size of its blocks.
-- verdict: differs
-- why: the catalog does not show it, and a dump does

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), KEY users_email (email) KEY_BLOCK_SIZE = 8);

-- up
ALTER TABLE users DROP KEY users_email;

-- down
ALTER TABLE users ADD KEY users_email (email);
