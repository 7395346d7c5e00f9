import { api } from '../../api.ts';
import type { Upload } from './types.ts';

/** Times that a piece is sent again when the way to the platform breaks. */
const TRIES = 5;
const WAIT = 2000;

async function sendPiece(path: string, piece: Blob, signal: AbortSignal): Promise<void> {
  for (let left = TRIES; ; left -= 1)
    try {
      await api.put(path, piece, signal);
      return;
    } catch (fault) {
      // Status 0: nothing answered. A “no” of the platform stays one.
      if (signal.aborted || left <= 1 || (fault as { status?: number }).status !== 0) throw fault;
      await new Promise(done => setTimeout(done, WAIT));
    }
}

/** Sends a file in pieces, one after the other; answers the upload that it became. */
export async function sendFile(
  entryId: number,
  file: File,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<Upload> {
  const upload = await api.post<Upload>('/api/files/uploads', { entryId, name: file.name, size: file.size });
  try {
    for (let n = 0; n * upload.piece < file.size; n += 1) {
      const piece = file.slice(n * upload.piece, (n + 1) * upload.piece);
      await sendPiece(`/api/files/uploads/${upload.id}/pieces/${n}`, piece, signal);
      onSent(Math.min(1, ((n + 1) * upload.piece) / file.size));
    }
    return upload;
  } catch (fault) {
    await dropUpload(upload);
    throw fault;
  }
}

/** What is not dropped here, the platform drops after a day. */
export const dropUpload = (upload: Upload): Promise<unknown> =>
  api.delete(`/api/files/uploads/${upload.id}`).catch(() => undefined);
