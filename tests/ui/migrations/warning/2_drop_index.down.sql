ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
CREATE INDEX users_email_idx ON users (email);
