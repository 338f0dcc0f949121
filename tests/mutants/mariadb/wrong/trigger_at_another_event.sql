-- A trigger comes back for another event.
-- verdict: differs
-- why: UPDATE instead of INSERT

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100));
CREATE TRIGGER lower_email BEFORE INSERT ON users FOR EACH ROW SET NEW.email = lower(NEW.email);

-- up
DROP TRIGGER lower_email;

-- down
CREATE TRIGGER lower_email BEFORE UPDATE ON users FOR EACH ROW SET NEW.email = lower(NEW.email);
