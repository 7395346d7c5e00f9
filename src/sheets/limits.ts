/** How much of a file is read before it is refused. */
export interface Limits {
  /** Rows of one sheet that hold something. */
  rows: number;
  /** The last column that may hold something. */
  columns: number;
  /** Files inside the archive. */
  parts: number;
  /** All parts unpacked, bytes. */
  unpacked: number;
  /** Bytes unpacked for each packed byte; looked at from `RATIO_FROM` bytes on. Texts of a table reach 30. */
  ratio: number;
  /** One value, characters: 32,767 is the most that the programs keep in a cell. */
  value: number;
  /** Bytes of the texts that cells share, which lie in memory. */
  texts: number;
  /** Whether a text cell without characters is a cell; where not, nobody sees the difference to none. */
  empties: boolean;
}

/** Below this size, bytes, nothing is a bomb: small parts may be very even. */
export const RATIO_FROM = 4 * 1024 * 1024;

export const DEFAULT_LIMITS: Limits = {
  rows: 120_000,
  columns: 256,
  parts: 2000,
  unpacked: 512 * 1024 * 1024,
  ratio: 200,
  value: 32_767,
  texts: 512 * 1024 * 1024,
  empties: false,
};
