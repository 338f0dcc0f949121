-- A constraint without a name comes back.
-- verdict: restored
-- why: the generated name is the same as before

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, age integer CHECK (age >= 0));
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE SET NULL);

-- up
ALTER TABLE users DROP CONSTRAINT users_email_key, DROP CONSTRAINT users_age_check;
ALTER TABLE posts DROP CONSTRAINT posts_user_id_fkey;

-- down
ALTER TABLE users ADD UNIQUE (email), ADD CHECK (age >= 0);
ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;
