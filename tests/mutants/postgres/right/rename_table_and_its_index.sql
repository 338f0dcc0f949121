-- A table is renamed with its key, its sequence and its index by hand.
-- verdict: restored
-- why: each is renamed back

-- base
CREATE TABLE users (id serial PRIMARY KEY, mail text UNIQUE);
CREATE INDEX users_mail ON users (lower(mail));

-- up
ALTER TABLE users RENAME TO accounts;
ALTER SEQUENCE users_id_seq RENAME TO accounts_id_seq;
ALTER INDEX users_pkey RENAME TO accounts_pkey;
ALTER INDEX users_mail_key RENAME TO accounts_mail_key;
ALTER INDEX users_mail RENAME TO accounts_mail;

-- down
ALTER TABLE accounts RENAME TO users;
ALTER TABLE users RENAME CONSTRAINT accounts_pkey TO users_pkey;
ALTER TABLE users RENAME CONSTRAINT accounts_mail_key TO users_mail_key;
ALTER INDEX accounts_mail RENAME TO users_mail;
ALTER SEQUENCE accounts_id_seq RENAME TO users_id_seq;
