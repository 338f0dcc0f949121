-- Two columns are joined and split at the first space.
-- verdict: rows
-- why: a first name can have a space

-- base
CREATE TABLE users (id bigint PRIMARY KEY, first_name varchar(50), last_name varchar(50));
INSERT INTO users VALUES (1, 'Mary Jane', 'Watson');

-- up
ALTER TABLE users ADD COLUMN name varchar(101);
UPDATE users SET name = concat(first_name, ' ', last_name);
ALTER TABLE users DROP COLUMN first_name, DROP COLUMN last_name;

-- down
ALTER TABLE users ADD COLUMN first_name varchar(50) AFTER id, ADD COLUMN last_name varchar(50) AFTER first_name;
UPDATE users SET first_name = substring_index(name, ' ', 1), last_name = substring_index(name, ' ', -1);
ALTER TABLE users DROP COLUMN name;
