-- A table is renamed with sequence, key and index, and all of it back.
-- verdict: restored
-- why: in another order, which means nothing

-- base
CREATE TABLE users (id bigserial PRIMARY KEY, email text);
CREATE INDEX users_email_idx ON users (email);

-- up
ALTER TABLE users RENAME TO accounts;
ALTER SEQUENCE users_id_seq RENAME TO accounts_id_seq;
ALTER INDEX users_pkey RENAME TO accounts_pkey;
ALTER INDEX users_email_idx RENAME TO accounts_email_idx;

-- down
ALTER TABLE accounts RENAME CONSTRAINT accounts_pkey TO users_pkey;
ALTER TABLE accounts_email_idx RENAME TO users_email_idx;
ALTER TABLE accounts RENAME TO users;
ALTER TABLE accounts_id_seq RENAME TO users_id_seq;
