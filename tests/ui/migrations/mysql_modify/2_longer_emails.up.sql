ALTER TABLE users MODIFY email varchar(250);
