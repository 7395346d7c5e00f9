import { type Query, api } from '../api.ts';

/** Hands the reader a file that the platform makes, under the name that it gives it. */
export async function saveFile(path: string, query?: Query): Promise<void> {
  const { name, blob } = await api.file(path, query);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
