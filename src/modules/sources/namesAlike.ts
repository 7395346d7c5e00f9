/**
 * How much two names of items mean the same, each below its entry. The figures were set on the tuning half of the
 * planted pairs (bench/data): what they find and how surely is printed by bench/similar.ts.
 */
import { type Naming, type Part, SAYS, saidBy, tellsTopic } from './naming.ts';

/** Of one name that is not generic, in whatever entry. */
const ONE_NAME = 0.85;
const OTHER_WORDS = 0.9;
/** Two names that end alike (…日期) agree in that much already, in signs. */
const SAME_FORM = 1;
/** One of them does not say its form. */
const NO_FORM = 0.1;
const OTHER_FORM = 0.4;
/** Each says something else that was done: 发证日期 and 登记日期. */
const OTHER_ACT = 0.1;
/** One says 实缴, the other does not; or the other says 认缴. */
const TOLD_ONCE = 0.1;
const TOLD_TWICE = 0.3;
/** What is left of likeness when neither name says of what it is and the entries are about different things. */
const ELSEWHERE = 0.2;
/** What is left when one name is generic and its title says nothing of what the other name adds; a third of it is enough. */
const UNSAID = 0.75;
const ENOUGH = 3;
/** What only the title says counts a little less than what the name says. */
const BY_TITLE = 0.9;

const textOf = (parts: readonly Part[]): string => parts.map(part => part.word).join(' ');

/** Share of what one name tells that the other, or the title above it, says too, 0 to 1. */
function said(parts: readonly Part[], name: string, title: string, agreed = 0): number {
  let [all, there] = [agreed, agreed];
  for (const { word, weight } of parts) {
    all += weight * word.length;
    there += weight * word.length * Math.max(saidBy(word, name), BY_TITLE * saidBy(word, title));
  }
  return all === 0 ? 1 : there / all;
}

/** How much two entries are about the same, 0 to 1: one telling word in common says much. */
export function topicsAlike(one: readonly string[], other: readonly string[]): number {
  const [a, b] = [one.filter(tellsTopic), other.filter(tellsTopic)];
  if (a.length === 0 || b.length === 0) return 0;
  const found = (from: string[], to: string[]): number[] =>
    from.map(word => Math.max(...to.map(each => saidBy(word, each))));
  const share = (there: number[]): number => there.reduce((sum, each) => sum + each, 0) / there.length;
  const [ab, ba] = [found(a, b), found(b, a)];
  return 0.5 * Math.max(...ab, ...ba) + 0.5 * Math.max(share(ab), share(ba));
}

/** How much of what only this name says the other's title says, 0 to 1. */
function explained(parts: readonly Part[], name: string, title: string): number {
  const only = parts.filter(({ word }) => saidBy(word, name) < SAYS);
  return only.length === 0 ? 0 : said(only, '', title) / BY_TITLE;
}

function formsApart(a: Naming, b: Naming): number {
  if (a.form === b.form) return 0;
  if (a.form !== '' && b.form !== '') return OTHER_FORM;
  const [bare, formed] = a.form === '' ? [a, b] : [b, a];
  if (bare.given === 'code' && formed.form === 'number') return 0;
  return bare.given === 'name' && formed.form !== 'organ' ? OTHER_FORM : NO_FORM;
}

/** At most 1, below 0 for what speaks against; `one` and `other` are the words of the entries' titles. */
export function namesAlike(a: Naming, b: Naming, one: readonly string[], other: readonly string[]): number {
  if (a.name === b.name && !(a.generic && b.generic)) return ONE_NAME;
  const [names, titles] = [
    [textOf(a.parts), textOf(b.parts)],
    [one.join(' '), other.join(' ')],
  ] as const;
  const agreed = a.form !== '' && a.form === b.form ? SAME_FORM : 0;
  const [ab, ba] = [said(a.parts, names[1], titles[1], agreed), said(b.parts, names[0], titles[0], agreed)];
  let score = (OTHER_WORDS * (ab + ba)) / 2;
  const common = (from: readonly Part[], to: string): boolean =>
    from.some(part => !part.act && saidBy(part.word, to) >= SAYS);
  const ofThemselves =
    !a.contextual && !b.contextual && (common(a.parts, names[1]) || common(b.parts, names[0]));
  if (a.generic && b.generic && !ofThemselves) {
    const about = Math.max(
      topicsAlike(one, other),
      explained(a.parts, names[1], titles[1]),
      explained(b.parts, names[0], titles[0]),
    );
    score *= ELSEWHERE + (1 - ELSEWHERE) * about;
  } else if (a.generic !== b.generic && !ofThemselves) {
    const about = a.generic
      ? explained(b.parts, names[0], titles[0])
      : explained(a.parts, names[1], titles[1]);
    score *= UNSAID + (1 - UNSAID) * Math.min(1, ENOUGH * about);
  }
  const ownAct = (from: readonly Part[], to: string): boolean =>
    from.some(part => part.act && saidBy(part.word, to) < SAYS);
  if (ownAct(a.parts, names[1]) && ownAct(b.parts, names[0])) score -= OTHER_ACT;
  if (a.edge !== '' && b.edge !== '' && a.edge !== b.edge) score -= OTHER_FORM;
  if (a.telling !== b.telling) score -= a.telling === '' || b.telling === '' ? TOLD_ONCE : TOLD_TWICE;
  return score - formsApart(a, b);
}
