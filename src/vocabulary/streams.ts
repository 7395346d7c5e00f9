/** How long one streamed answer may take, in milliseconds; who needs longer goes on with another range. */
export const STREAM_MILLISECONDS = 3_600_000;

/** An opening that has no closing after this long has none coming: the process that wrote it died. */
export const UNCLOSED_MILLISECONDS = STREAM_MILLISECONDS + 5 * 60_000;
