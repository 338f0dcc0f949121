CREATE TABLE users (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    email text NOT NULL
);
