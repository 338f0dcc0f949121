CREATE TABLE a (id);
-- é
