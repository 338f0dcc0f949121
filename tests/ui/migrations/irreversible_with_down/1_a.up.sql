-- migrate: irreversible(reason = "rows are gone")
DELETE FROM a;
