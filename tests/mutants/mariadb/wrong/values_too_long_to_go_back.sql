-- A column cannot become narrow again.
-- verdict: fails
-- why: strict mode refuses what does not fit, and the up itself wrote it

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(5) NOT NULL);
INSERT INTO users VALUES (1, 'ann');

-- up
ALTER TABLE users MODIFY name varchar(50) NOT NULL;
UPDATE users SET name = concat(name, ' of example.org');

-- down
ALTER TABLE users MODIFY name varchar(5) NOT NULL;
