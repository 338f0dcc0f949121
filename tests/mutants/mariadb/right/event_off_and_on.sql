-- An event is disabled for a migration and enabled again.
-- verdict: restored
-- why: in both scripts

-- base
CREATE TABLE logs (id bigint PRIMARY KEY, at datetime);
CREATE EVENT tidy ON SCHEDULE EVERY 1 DAY STARTS '2024-01-01 03:00:00' DO DELETE FROM logs WHERE at < now() - INTERVAL 1 YEAR;

-- up
ALTER EVENT tidy DISABLE;
ALTER TABLE logs ADD COLUMN level int;
ALTER EVENT tidy ENABLE;

-- down
ALTER TABLE logs DROP COLUMN level;
