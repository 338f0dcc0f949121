-- Two columns are joined and split at the first space.
-- verdict: rows
-- why: a first name can have a space

-- base
CREATE TABLE users (id bigint PRIMARY KEY, first_name text, last_name text);
INSERT INTO users VALUES (1, 'Mary Jane', 'Watson');

-- up
ALTER TABLE users ADD COLUMN name text;
UPDATE users SET name = first_name || ' ' || last_name;
ALTER TABLE users DROP COLUMN first_name, DROP COLUMN last_name;

-- down
ALTER TABLE users ADD COLUMN first_name text, ADD COLUMN last_name text;
UPDATE users SET first_name = split_part(name, ' ', 1), last_name = split_part(name, ' ', 2);
ALTER TABLE users DROP COLUMN name;
