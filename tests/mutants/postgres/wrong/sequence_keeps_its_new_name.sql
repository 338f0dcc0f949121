-- A sequence was renamed with its table and stays so.
-- verdict: differs
-- why: renaming the table back does not rename its sequence

-- base
CREATE TABLE users (id bigserial PRIMARY KEY);

-- up
ALTER TABLE users RENAME TO accounts;
ALTER SEQUENCE users_id_seq RENAME TO accounts_id_seq;
ALTER INDEX users_pkey RENAME TO accounts_pkey;

-- down
ALTER INDEX accounts_pkey RENAME TO users_pkey;
ALTER TABLE accounts RENAME TO users;
