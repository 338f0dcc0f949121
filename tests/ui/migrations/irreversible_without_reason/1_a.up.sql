-- migrate: irreversible
DELETE FROM a;
