-- A procedure comes back with another body.
-- verdict: differs
-- why: written from memory

-- base
CREATE TABLE logs (id bigint PRIMARY KEY, at datetime);
CREATE PROCEDURE clean_up() DELETE FROM logs WHERE at < now() - INTERVAL 1 YEAR;

-- up
DROP PROCEDURE clean_up;
CREATE PROCEDURE clean_up() DELETE FROM logs WHERE at < now() - INTERVAL 1 MONTH;

-- down
DROP PROCEDURE clean_up;
CREATE PROCEDURE clean_up() DELETE FROM logs WHERE at < now() - INTERVAL 12 YEAR;
