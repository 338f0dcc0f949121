-- A trigger is made again in front of the one that it was in front of.
-- verdict: restored
-- why: `PRECEDES` says where

-- base
CREATE TABLE users (id int, age int);
CREATE TRIGGER first BEFORE INSERT ON users FOR EACH ROW SET NEW.age = 1;
CREATE TRIGGER second BEFORE INSERT ON users FOR EACH ROW SET NEW.age = 2;

-- up
DROP TRIGGER first;

-- down
CREATE TRIGGER first BEFORE INSERT ON users FOR EACH ROW PRECEDES second SET NEW.age = 1;
