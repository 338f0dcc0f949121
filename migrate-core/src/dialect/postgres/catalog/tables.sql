SELECT o.oid, o.nspname, o.relname, o.relpersistence,
  CASE WHEN o.reltablespace <> 0 THEN (SELECT t.spcname FROM pg_tablespace t WHERE t.oid = o.reltablespace) END,
  (SELECT m.amname FROM pg_am m WHERE m.oid = o.relam AND m.amname <> 'heap'),
  array_to_string(o.reloptions, chr(29)), o.relrowsecurity OR NULL, o.relforcerowsecurity OR NULL, nullif(o.relreplident, 'd'),
  nullif(pg_get_userbyid(o.relowner), current_user),
  CASE WHEN o.relkind = 'p' THEN pg_get_partkeydef(o.oid) END,
  CASE WHEN o.relispartition THEN pg_get_expr(o.relpartbound, o.oid) END,
  -- The parents.
  ARRAY(SELECT h.inhparent FROM pg_inherits h WHERE h.inhrelid = o.oid ORDER BY h.inhseqno),
  -- Foreign keys are triggers too: few tables have one that does not fire as usual.
  CASE WHEN o.oid IN (
    SELECT g.tgrelid FROM pg_trigger g
    WHERE NOT g.tgisinternal AND g.tgenabled <> 'O' /* touched: g.tgrelid = ANY ($1) */
  ) THEN (
    SELECT string_agg(g.tgname || chr(25) || g.tgenabled::text, chr(29) ORDER BY g.tgname)
    FROM pg_trigger g WHERE g.tgrelid = o.oid AND NOT g.tgisinternal AND g.tgenabled <> 'O') END,
  CASE WHEN o.relhasrules THEN (SELECT string_agg(r.rulename || chr(25) || r.ev_enabled::text, chr(29) ORDER BY r.rulename)
    FROM pg_rewrite r WHERE r.ev_class = o.oid AND r.ev_enabled <> 'O') END,
  CASE WHEN o.reloftype <> 0 THEN o.reloftype::regtype END, array_to_string(t.reloptions, chr(29))
FROM relations o LEFT JOIN pg_class t ON t.oid = o.reltoastrelid
WHERE o.relkind IN ('r', 'p')
