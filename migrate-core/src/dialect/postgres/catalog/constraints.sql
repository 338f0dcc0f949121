SELECT o.conrelid, o.conindid, o.conname, o.contype, o.conkey, nullif(o.confrelid, 0), o.confkey,
  nullif(o.confdeltype, ' '), nullif(o.confupdtype, ' '), o.condeferrable OR NULL, o.condeferred OR NULL,
  NOT o.convalidated OR NULL, o.connoinherit OR NULL, nullif(o.confmatchtype, ' '),
  CASE WHEN o.contype = 'x' THEN pg_get_constraintdef(o.oid) END, pg_get_expr(o.conbin, o.conrelid),
  o.to_set, NOT o.is_enforced OR NULL, o.is_period OR NULL, NOT o.conislocal OR NULL
-- What a version does not have yet is what these say: the inner names hide them where there are some.
FROM (SELECT NULL::smallint[] AS confdelsetcols, true AS conenforced, false AS conperiod) missing
  CROSS JOIN LATERAL (SELECT o.*, confdelsetcols AS to_set, conenforced AS is_enforced,
    conperiod AS is_period FROM pg_constraint o) o
WHERE o.connamespace IN (SELECT n.oid FROM mine n) /* touched: o.conrelid = ANY ($1) */
  AND o.contype IN ('p', 'u', 'c', 'f', 'x', 'n') AND o.conrelid <> 0
