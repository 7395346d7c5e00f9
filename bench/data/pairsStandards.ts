/** The standard element and the code table that a careful clerk would name, by meaning. */
export const ELEMENTS: Record<string, string> = {};
export const CODE_TABLES: Record<string, string> = {};
