-- An event is disabled for a migration and stays so.
-- verdict: differs
-- why: nothing is tidied any more

-- base
CREATE TABLE logs (id bigint PRIMARY KEY, at datetime);
CREATE EVENT tidy ON SCHEDULE EVERY 1 DAY STARTS '2024-01-01 03:00:00' DO DELETE FROM logs WHERE at < now() - INTERVAL 1 YEAR;

-- up
ALTER EVENT tidy DISABLE;
ALTER TABLE logs ADD COLUMN level int;

-- down
ALTER TABLE logs DROP COLUMN level;
