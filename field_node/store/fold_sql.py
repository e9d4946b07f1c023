"""The statements of the folds, in the SQL that SQLite and PostgreSQL share; columns as in fold_tables."""

AS_SAID, AT_SHIFTS, ALL_SHIFTS = 0, 1, 2
"""How a corrected time moves a claim: not at all, its `at`, its `at` and `as_of`."""
AHEAD_S = 600
"""A statement about a time further ahead of its own making counts as made then: a typing slip must not rule a view."""

BETWEEN = "unit = :unit AND seq BETWEEN :first AND :last"
SAME_GOODS = "place_unit = :place_unit AND place_seq = :place_seq AND item = :item AND batch = :batch AND account = :account"
EFFECTIVE = (
    "COALESCE((SELECT t.shift_s FROM time_shift t WHERE t.unit = claim.unit"
    " AND claim.seq BETWEEN t.first AND t.last ORDER BY t.seq DESC LIMIT 1), 0)"
)
REPLACE = "INSERT INTO replaced (unit, seq) VALUES (:unit, :seq) ON CONFLICT (unit, seq) DO NOTHING"
REPLACED = f"SELECT seq FROM replaced WHERE {BETWEEN}"
CLAIM_KEY = "SELECT type, key FROM claim WHERE unit = :unit AND seq = :seq"
MOVED_BY = (
    "SELECT account, place_unit, place_seq, item, batch, amount FROM moved WHERE unit = :unit AND seq = :seq"
)
NEVER_STOCKED = (
    f"DELETE FROM stock WHERE amount = 0 AND {SAME_GOODS}"
    f" AND NOT EXISTS (SELECT 1 FROM moved WHERE {SAME_GOODS})"
)
SHIFT_OF = "SELECT unit, first, last FROM time_shift WHERE unit = :unit AND seq = :seq"
SHIFT_TIMES = (
    "INSERT INTO time_shift (unit, seq, first, last, shift_s) VALUES (:unit, :seq, :first, :last, :shift_s)"
)
SHIFTS = (
    "SELECT first, last, shift_s FROM time_shift"
    " WHERE unit = :unit AND first <= :last AND last >= :first ORDER BY seq DESC"
)
RETIME = (
    f"UPDATE claim SET at = made_at + {EFFECTIVE}, as_of = CASE WHEN timed <> {ALL_SHIFTS} THEN as_of"
    f" WHEN said > made_at + {EFFECTIVE} + {AHEAD_S} THEN made_at + {EFFECTIVE} ELSE said END"
    f" WHERE {BETWEEN} AND timed <> {AS_SAID}"
)
KEYS_BETWEEN = f"SELECT DISTINCT type, key FROM claim WHERE {BETWEEN} AND timed <> {AS_SAID}"
CLAIM = (
    "INSERT INTO claim (unit, seq, type, key, as_of, at, made_at, timed, said)"
    " VALUES (:unit, :seq, :type, :key, :as_of, :at, :made_at, :timed, :said)"
)
BECOME_NEWEST = (
    "INSERT INTO newest (type, key, unit, seq, as_of, at) VALUES (:type, :key, :unit, :seq, :as_of, :at)"
    " ON CONFLICT (type, key) DO UPDATE SET"
    " unit = excluded.unit, seq = excluded.seq, as_of = excluded.as_of, at = excluded.at"
    " WHERE (excluded.as_of, excluded.at, excluded.unit, excluded.seq)"
    " > (newest.as_of, newest.at, newest.unit, newest.seq)"
)
FIND_NEWEST = (
    "INSERT INTO newest (type, key, unit, seq, as_of, at) SELECT type, key, unit, seq, as_of, at FROM claim"
    " WHERE type = :type AND key = :key ORDER BY as_of DESC, at DESC, unit DESC, seq DESC LIMIT 1"
)
MOVE = (
    "INSERT INTO moved (unit, seq, n, account, place_unit, place_seq, item, batch, amount)"
    " VALUES (:unit, :seq, :n, :account, :place_unit, :place_seq, :item, :batch, :amount)"
)
ADD = (
    "INSERT INTO stock (account, place_unit, place_seq, item, batch, amount)"
    " VALUES (:account, :place_unit, :place_seq, :item, :batch, :amount)"
    " ON CONFLICT (place_unit, place_seq, item, batch, account) DO UPDATE SET amount = stock.amount + excluded.amount"
)
