/** The page around the verifier: what is opened, which keys the reader knows, and in which language. */
import { readKnown } from './known.ts';
import { placeOf } from './leaves.ts';
import { type Pack, type Text, readPack } from './pack.ts';
import { findOriginal } from './originals.ts';
import { renderPack } from './render.ts';
import { verifyPack } from './verify.ts';
import type { Language } from './words.ts';

/** Where the platform publishes its keys: read only when this page came from there. */
const PUBLISHED = ['/ledger/keys', '/ledger/usage/1/keys'];

function part<E extends HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found as E;
}

const known = part<HTMLTextAreaElement>('known');
const notice = part('notice');
let language: Language = 'zh';
let pack: Pack | undefined;
const SILENCE: Text = { zh: '', en: '' };
let fault = SILENCE;
let compared = { text: SILENCE, fits: false };

function show(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  part('language').textContent = language === 'zh' ? 'English' : '中文';
  for (const word of document.querySelectorAll<HTMLElement>('[data-zh]'))
    word.textContent = word.dataset[language] ?? '';
  notice.textContent = fault[language];
  part('compared').textContent = compared.text[language];
  part('compared').classList.toggle('fits', compared.fits);
  const verdict = pack && verifyPack(pack, readKnown(known.value));
  part('original-label').hidden = verdict === undefined || verdict.file.uses.length === 0;
  part('pack').innerHTML = pack && verdict ? renderPack(pack, verdict, language) : '';
}

function open(file: string): void {
  const read = readPack(file);
  pack = 'pack' in read ? read.pack : undefined;
  fault = 'fault' in read ? read.fault : SILENCE;
  compared = { text: SILENCE, fits: false };
  show();
}

/** Whether a file that a party of the call has kept is what the record speaks of. */
function compare(name: string, bytes: Uint8Array): void {
  const found = pack && findOriginal(verifyPack(pack, readKnown(known.value)).file.uses, bytes);
  const words = found?.what === 'answer' ? (['答复', 'answer'] as const) : (['请求', 'request'] as const);
  compared = found
    ? {
        fits: true,
        text: {
          zh: `${name} 就是${placeOf(found.use.leaf.packed).zh}所记的${words[0]}原文`,
          en: `${name} is the ${words[1]} of ${placeOf(found.use.leaf.packed).en}`,
        },
      }
    : {
        fits: false,
        text: {
          zh: `${name} 不是所记的答复或请求原文，或已被改动`,
          en: `${name} is neither the answer nor the request on record, or was changed`,
        },
      };
  show();
}

async function readPublished(): Promise<void> {
  const texts = await Promise.all(
    PUBLISHED.map(async url => {
      const answer = await fetch(url);
      return answer.ok ? answer.text() : '';
    }),
  );
  // What the reader has typed in the meantime stays.
  if (known.value === '') known.value = texts.join('').trim();
  show();
}

part('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  show();
});
part('print').addEventListener('click', () => window.print());
known.addEventListener('input', show);
part<HTMLInputElement>('file').addEventListener('change', event => {
  const [file] = (event.target as HTMLInputElement).files ?? [];
  void file?.text().then(open);
});

part<HTMLInputElement>('original').addEventListener('change', event => {
  const [file] = (event.target as HTMLInputElement).files ?? [];
  void file?.arrayBuffer().then(bytes => compare(file.name, new Uint8Array(bytes)));
});

const inside = part('evidence').textContent ?? '';
if (inside.trim() === '') {
  show();
  if (location.protocol.startsWith('http'))
    readPublished().catch(() => {
      // Without the platform the reader types the fingerprint.
    });
} else {
  document.body.classList.add('packed');
  open(inside);
}
