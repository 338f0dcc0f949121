CREATE TYPE role AS ENUM ('admin', 'member');

CREATE TABLE users (
    id bigint PRIMARY KEY,
    role role NOT NULL
);
