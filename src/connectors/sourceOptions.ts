/** How much of a department's database a source may take, and for how long. */
export interface SourceOptions {
  /** Connections for look-ups, at most. */
  connections?: number;
  /** A look-up is cut after this many milliseconds. */
  queryMilliseconds?: number;
  /**
   * A read of a whole table, which takes as long as it takes, is cut when nothing came for this many milliseconds; a count
   * over it when it took so long.
   */
  readMilliseconds?: number;
}
