/** Base 64 of RFC 4648 section 4, in its one canonical form: Node alone would read past anything. */
export function readBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : undefined;
}
