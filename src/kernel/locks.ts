/**
 * The advisory locks of PostgreSQL, by their first number: locks of one number stand in each other’s way, whatever they
 * were taken for. Those of a consumer’s or a demonstration’s database lie in another database, and have numbers of their
 * own all the same: several may share one.
 */
export const LOCKS = {
  /** Migrations, one process at a time; a single number. */
  migrate: 7420,
  /** With the log: the end of the record. Taken by `record.append` alone. */
  append: 7421,
  /** With the log: who integrates and seals it. */
  integrate: 7422,
  /** Who submits seal points to witnesses. */
  submit: 7423,
  /** Held shared by every living mover. */
  moverAlive: 7424,
  /** Who makes a partition of the record. Taken by `record.make_month` alone. */
  makeMonth: 7425,
  /** Shared by those who tell a date, alone for whoever changes the calendar. */
  calendar: 7426,
  /** Who makes the ledger’s signing keys or puts them in force. */
  ledgerKeys: 7427,
  /** Who makes or changes this platform’s key as a witness. */
  witnessKey: 7428,
  /** In a consumer’s database: who makes a schema (1), or the platform’s own tables (0). */
  sinkSchema: 7429,
  /** In a consumer’s database, with the target’s hash: who delivers into it. */
  sinkTarget: 7430,
  /** In a demonstration’s database: who makes its marks. */
  demonstration: 7431,
  /** Who says what an exchange task waits for or follows. */
  exchangeEdges: 7432,
} as const;
