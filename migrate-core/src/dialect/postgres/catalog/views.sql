-- where there is pg_rewrite WHERE oid >= 16384
SELECT o.oid, o.nspname, o.relname, o.relkind = 'm' OR NULL, pg_get_viewdef(o.oid),
  array_to_string(o.reloptions, chr(29)),
  CASE WHEN o.reltablespace <> 0 THEN (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = o.reltablespace) END,
  nullif(pg_get_userbyid(o.relowner), current_user),
  (SELECT m.amname FROM pg_am m WHERE m.oid = o.relam AND m.amname <> 'heap'),
  CASE WHEN o.relkind = 'm' AND NOT o.relispopulated THEN 'false' END
FROM relations o WHERE o.relkind IN ('v', 'm')
