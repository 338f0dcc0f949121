-- An auto increment key becomes wide and narrow again.
-- verdict: restored
-- why: AUTO_INCREMENT is repeated both times

-- base
CREATE TABLE users (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(50));
INSERT INTO users (name) VALUES ('ann');

-- up
ALTER TABLE users MODIFY id bigint NOT NULL AUTO_INCREMENT;

-- down
ALTER TABLE users MODIFY id int NOT NULL AUTO_INCREMENT;
