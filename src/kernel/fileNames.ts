/** Names of files that people bring. */
const LONGEST_NAME = 120;

/** Controls, marks that turn the direction of writing, and what has no width: they hide what a name really says. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A name without folders and without what misleads; its ending is kept when it must be shortened. */
export function cleanName(given: string): string {
  const plain = given.normalize('NFC').replaceAll(HIDDEN, '');
  const last = plain.split(/[\\/]/).at(-1) ?? '';
  const safe = last
    .replaceAll(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '');
  const [, stem = safe, ending = ''] = /^(.+?)(\.[^.]{1,10})?$/u.exec(safe) ?? [];
  return Array.from(stem).slice(0, LONGEST_NAME).join('') + ending;
}
