import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { wordsInOrder } from '#kernel/search.ts';
import { ALIKE, type Described, likeness } from '#modules/sources/meaning.ts';
import { type Language, namingOf, topicOf } from '#modules/sources/naming.ts';
import { createReading } from '#modules/standards/reading.ts';
import { buildShelf } from '#modules/standards/shelf.ts';
import { loadStandards } from '#modules/standards/index.ts';
const shelf = buildShelf(loadStandards(resolve(import.meta.dirname, '..', 'reference/standards')), [], new Set());
const reading = createReading(() => shelf);
const language: Language = { canonical: reading.canonicalName, known: n => reading.synonymsOf(n).length > 1, elementName: c => reading.elementByCode(c)?.name ?? '', cut: wordsInOrder };
const { values } = parseArgs({ options: { mistakes: { type: 'boolean', default: false } } });
const described = (x: any): Described => ({ ...x, shape: null, topic: topicOf(x.title, language) });
for (const half of ['pairsTuning', 'pairsHeldOut', 'pairsUnseen']) {
  const pairs = readFileSync(join(import.meta.dirname, 'data', half + '.jsonl'), 'utf8').trim().split('\n').map(l => JSON.parse(l));
  let tp = 0, fp = 0, fn = 0;
  const by: Record<string, number[]> = {};
  for (const p of pairs) {
    const { score } = likeness(described(p.one), described(p.other), language);
    const said = score >= Number(process.env['AL'] ?? ALIKE);
    const kind = p.same ? (/ (org|person)\./.test(p.why)?'same shared':'same area') : p.why.split(':')[0];
    by[kind] ??= [0, 0]; by[kind][1]++;
    if (said && p.same) tp++; else if (said) fp++; else if (p.same) fn++;
    if (said !== p.same) { by[kind][0]++; if (values.mistakes && half === 'pairsTuning') console.log(p.same ? 'MISSED' : 'FALSE ', score.toFixed(2), `${p.one.title}/${p.one.name}/${p.one.type}/${p.one.element}/${p.one.codeTable}`, '|', `${p.other.title}/${p.other.name}/${p.other.type}/${p.other.element}/${p.other.codeTable}`, '|', p.why, [p.one,p.other].map(x=>{const n=namingOf(x,topicOf(x.title,language),language);return `${n.name}[${n.role}|${n.parts.map(q=>q.word+(q.weight<1?'-':'')).join(' ')}|${n.form}${n.edge}]`}).join(' ')); }
  }
  console.log(half, 'recall', (tp / (tp + fn)).toFixed(3), 'precision', (tp / (tp + fp)).toFixed(3), JSON.stringify(by));
}
