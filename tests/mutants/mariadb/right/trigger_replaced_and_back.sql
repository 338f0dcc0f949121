-- A trigger is replaced and replaced back.
-- verdict: restored
-- why: the body is the same text

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100));
CREATE TRIGGER lower_email BEFORE INSERT ON users FOR EACH ROW SET NEW.email = lower(NEW.email);

-- up
DROP TRIGGER lower_email;
CREATE TRIGGER lower_email BEFORE INSERT ON users FOR EACH ROW SET NEW.email = lower(trim(NEW.email));

-- down
DROP TRIGGER lower_email;
CREATE TRIGGER lower_email BEFORE INSERT ON users FOR EACH ROW SET NEW.email = lower(NEW.email);
