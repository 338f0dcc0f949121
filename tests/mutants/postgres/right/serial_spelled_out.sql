-- A serial column comes back in its parts.
-- verdict: restored
-- why: a sequence, a default, an owner, and the number it had come to

-- base
CREATE TABLE users (id serial PRIMARY KEY, name text);
INSERT INTO users (name) VALUES ('ann'), ('bob');

-- up
ALTER TABLE users ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE users_id_seq;

-- down
CREATE SEQUENCE users_id_seq AS integer;
ALTER SEQUENCE users_id_seq OWNED BY users.id;
ALTER TABLE users ALTER COLUMN id SET DEFAULT nextval('users_id_seq'), ALTER COLUMN id SET NOT NULL;
SELECT setval('users_id_seq', max(id)) FROM users;
