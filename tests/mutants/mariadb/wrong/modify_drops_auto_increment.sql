-- MODIFY without AUTO_INCREMENT loses it.
-- verdict: differs
-- why: the next INSERT without an id fails

-- base
CREATE TABLE users (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(50));

-- up
ALTER TABLE users MODIFY id bigint NOT NULL AUTO_INCREMENT;

-- down
ALTER TABLE users MODIFY id int NOT NULL;
