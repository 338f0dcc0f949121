SELECT n.nspname FROM mine n
WHERE n.nspname <> 'public' AND n.oid NOT IN (SELECT e.objid FROM brought e WHERE e.classid = 'pg_namespace'::regclass)
