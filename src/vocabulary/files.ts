/** Bytes of one piece of a file, the last apart: what travels between the database and whoever gives files out. */
export const FILE_PIECE = 1_048_576;

/** In which encoding the files of a folder are written, as its department registers it; '' is found out file by file. */
export const FILE_WRITINGS = ['', 'utf-8', 'utf-8-bom', 'gb18030', 'utf-16le'] as const;
export type FileWriting = (typeof FILE_WRITINGS)[number];

/** Whether the text names a folder inside another: steps without a way up and without hidden names; '' is itself. */
export const isFolderPath = (path: string): boolean =>
  path === '' || path.split('/').every(step => step !== '' && !step.startsWith('.') && !/[\\\0]/.test(step));
