-- A trigger goes with its table.
-- verdict: differs
-- why: the table is made anew without it

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100));
CREATE TRIGGER lower_email BEFORE INSERT ON users FOR EACH ROW SET NEW.email = lower(NEW.email);

-- up
DROP TABLE users;

-- down
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100));
