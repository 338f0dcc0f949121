SELECT o.oid::text, o.nspname, o.relname, o.relpersistence::text,
  CASE WHEN o.reltablespace <> 0 THEN (SELECT t.spcname FROM pg_tablespace t WHERE t.oid = o.reltablespace) END,
  (SELECT m.amname FROM pg_am m WHERE m.oid = o.relam AND m.amname <> 'heap'),
  array_to_string(o.reloptions || (SELECT array_agg('toast.' || option)
    FROM pg_class t, unnest(t.reloptions) option WHERE t.oid = o.reltoastrelid), chr(29)),
  o.relrowsecurity::text, o.relforcerowsecurity::text, o.relreplident::text,
  nullif(pg_get_userbyid(o.relowner), current_user),
  CASE WHEN o.relkind = 'p' THEN pg_get_partkeydef(o.oid) END,
  CASE WHEN o.relispartition THEN pg_get_expr(o.relpartbound, o.oid) END,
  (SELECT string_agg(pn.nspname || chr(25) || p.relname, chr(29) ORDER BY h.inhseqno)
    FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent
      JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE h.inhrelid = o.oid),
  CASE WHEN o.relhastriggers THEN (SELECT string_agg(g.tgname || chr(25) || g.tgenabled::text, chr(29) ORDER BY g.tgname)
    FROM pg_trigger g WHERE g.tgrelid = o.oid AND NOT g.tgisinternal AND g.tgenabled <> 'O') END,
  CASE WHEN o.relhasrules THEN (SELECT string_agg(r.rulename || chr(25) || r.ev_enabled::text, chr(29) ORDER BY r.rulename)
    FROM pg_rewrite r WHERE r.ev_class = o.oid AND r.ev_enabled <> 'O') END,
  CASE WHEN o.reloftype <> 0 THEN o.reloftype::regtype::text END
FROM relations o WHERE o.relkind IN ('r', 'p')
