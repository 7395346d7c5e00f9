/** The page around the verifier: what is opened, which keys the reader knows, and in which language. */
import { type Pack, readPack } from './pack.ts';
import { renderPack } from './render.ts';
import { readKnown } from './trust.ts';
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
let fault = { zh: '', en: '' };

function show(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  part('language').textContent = language === 'zh' ? 'English' : '中文';
  for (const word of document.querySelectorAll<HTMLElement>('[data-zh]'))
    word.textContent = word.dataset[language] ?? '';
  notice.textContent = fault[language];
  const out = part('pack');
  out.innerHTML = pack ? renderPack(pack, verifyPack(pack, readKnown(known.value)), language) : '';
}

function open(file: string): void {
  const read = readPack(file);
  pack = 'pack' in read ? read.pack : undefined;
  fault = 'fault' in read ? read.fault : { zh: '', en: '' };
  show();
}

async function readPublished(): Promise<void> {
  const answers = await Promise.all(PUBLISHED.map(url => fetch(url)));
  const texts = await Promise.all(answers.map(answer => (answer.ok ? answer.text() : '')));
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
