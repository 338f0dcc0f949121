-- A trigger is made anew, twice.
-- verdict: restored
-- why: with the same body

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
CREATE TRIGGER folded AFTER INSERT ON users BEGIN UPDATE users SET email = lower(email) WHERE id = NEW.id; END;

-- up
DROP TRIGGER folded;
CREATE TRIGGER folded AFTER INSERT ON users BEGIN UPDATE users SET email = lower(trim(email)) WHERE id = NEW.id; END;

-- down
DROP TRIGGER folded;
CREATE TRIGGER folded AFTER INSERT ON users BEGIN
    UPDATE users SET email = lower(email) WHERE id = NEW.id;
END;
