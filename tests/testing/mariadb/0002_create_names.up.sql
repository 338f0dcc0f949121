CREATE VIEW names AS SELECT id, email AS name FROM users;
