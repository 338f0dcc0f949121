CREATE TABLE users (id);
