SELECT n.nspname, o.relname, o.relpersistence::text,
  (SELECT t.spcname FROM pg_tablespace t WHERE t.oid = o.reltablespace),
  (SELECT m.amname FROM pg_am m WHERE m.oid = o.relam AND m.amname <> 'heap'),
  array_to_string(o.reloptions || (SELECT array_agg('toast.' || option)
    FROM pg_class t, unnest(t.reloptions) option WHERE t.oid = o.reltoastrelid), chr(29)),
  o.relrowsecurity::text, o.relforcerowsecurity::text, o.relreplident::text,
  replica.relname, clustered.relname,
  nullif(pg_get_userbyid(o.relowner), current_user), pg_get_partkeydef(o.oid),
  CASE WHEN o.relispartition THEN pg_get_expr(o.relpartbound, o.oid) END,
  (SELECT string_agg(pn.nspname || chr(25) || p.relname, chr(29) ORDER BY h.inhseqno)
    FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent
      JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE h.inhrelid = o.oid),
  CASE WHEN o.relhastriggers THEN (SELECT string_agg(g.tgname || chr(25) || g.tgenabled::text, chr(29) ORDER BY g.tgname)
    FROM pg_trigger g WHERE g.tgrelid = o.oid AND NOT g.tgisinternal AND g.tgenabled <> 'O') END,
  CASE WHEN o.relhasrules THEN (SELECT string_agg(r.rulename || chr(25) || r.ev_enabled::text, chr(29) ORDER BY r.rulename)
    FROM pg_rewrite r WHERE r.ev_class = o.oid AND r.ev_enabled <> 'O') END,
  CASE WHEN o.relhasindex THEN (SELECT string_agg(k.relname || chr(25) || coalesce(array_to_string(k.reloptions, ','), '') || ' '
      || coalesce((SELECT t.spcname FROM pg_tablespace t WHERE t.oid = k.reltablespace), ''),
      chr(29) ORDER BY k.relname)
    FROM pg_constraint c JOIN pg_class k ON k.oid = c.conindid
    WHERE c.conrelid = o.oid AND c.contype IN ('p', 'u', 'x')
      AND (k.reloptions IS NOT NULL OR k.reltablespace <> 0)) END,
  CASE WHEN o.reloftype <> 0 THEN o.reloftype::regtype::text END, o.oid::text, o.oid::text
FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
  LEFT JOIN (SELECT i.indrelid, c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indisreplident) replica ON replica.indrelid = o.oid
  LEFT JOIN (SELECT i.indrelid, c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indisclustered) clustered ON clustered.indrelid = o.oid
WHERE o.relkind IN ('r', 'p') /* touched: o */
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT 1 FROM pg_depend e
    WHERE e.classid = 'pg_class'::regclass AND e.objid = o.oid AND e.deptype = 'e')
ORDER BY 1, 2
