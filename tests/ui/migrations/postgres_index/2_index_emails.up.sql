-- Support looks people up by their address.
CREATE INDEX users_email_idx ON users (email);
