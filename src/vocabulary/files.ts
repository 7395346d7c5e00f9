/** Bytes of one piece of a file, the last apart: what travels between the database and whoever gives files out. */
export const FILE_PIECE = 1_048_576;
