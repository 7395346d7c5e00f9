/** Takes the name of a data item apart: whose value it is, of what, and in which form. */
import {
  ACTS,
  COMMON,
  CONTEXTUAL,
  EDGES,
  EMPTY,
  ENDS,
  FORMS,
  GIVEN_IN,
  OF_SUBJECT,
  PAPER,
  REMARK,
  ROLE,
  ROLE_NAMES,
  SUBJECT,
  TELLING,
} from './officeWords.ts';

/** Words of a library that mean the same, and the words of a text. */
export interface Language {
  /** The name that counts for an item of this name. */
  canonical: (name: string) => string;
  /** Whether the library has the name, under whatever synonym. */
  known: (name: string) => boolean;
  /** The name of a standard element; '' for a code that nobody knows. */
  elementName: (code: string) => string;
  /** The words of a text in its order, as a reader would cut it. */
  cut: (text: string) => string[];
}

export type Subject = 'person' | 'legal' | 'other';

/** A word of a name and how much it tells of what is meant, 0 to 1. */
export interface Part {
  word: string;
  weight: number;
  /** It says what was done or which paper it is. */
  act: boolean;
}

export interface Naming {
  /** The whole name as it counts, without whose it is. */
  name: string;
  /** Whose it is, when not that of the entry's own subject. */
  role: string;
  /** What kind of value the name ends in: `date`, `number`; '' when it does not say. */
  form: string;
  /** A name or a code for the value, where the item says which. */
  given: 'name' | 'code' | '';
  /** Of a period, its beginning or its end. */
  edge: 'start' | 'end' | '';
  /** A word such as 实缴 or 计划, which makes another value of the same thing. */
  telling: string;
  parts: Part[];
  /** Nothing in the name says of what it is: its meaning is that of the entry. */
  generic: boolean;
  /** One of those names of the library that mean what their entry is about. */
  contextual: boolean;
}

/** A word that the entry's title says already, or that tells little by itself. */
const LITTLE = 0.3;
/** A word for whom the entry is about. */
const HARDLY = 0.2;
/** From here on a text says a word. */
export const SAYS = 0.9;

/** What counts of a text. A word of four signs is nearly always two and two, and the halves are what others share. */
const wordsOf = (text: string, { canonical, known, cut }: Language): string[] => [
  ...new Set(
    cut(text)
      .flatMap(word =>
        /^\p{Script=Han}{4}$/u.test(word) && !known(word) && !EMPTY.has(word)
          ? [word.slice(0, 2), word.slice(2)]
          : [word],
      )
      .map(word => (PAPER.test(word) ? '证' : canonical(word)))
      .filter(word => word.trim() !== '' && !EMPTY.has(word)),
  ),
];

/** What an entry is about, by its title. */
export const topicOf = (title: string, language: Language): string[] => wordsOf(title, language);

/** Whether a word of a title tells one entry from another. */
export const tellsTopic = (word: string): boolean => word.length > 1 && !ACTS.has(word) && !COMMON.has(word);

/** How much of a word a text says, 0 to 1: a short form has signs of the long one (文保 for 文物保护). */
export function saidBy(word: string, text: string): number {
  if (text.includes(word)) return 1;
  const signs = Array.from(word);
  if (signs.length === 1) return 0;
  const there = signs.filter(sign => text.includes(sign)).length / signs.length;
  if (there === 1) return SAYS;
  let run = 0;
  for (let from = 0; from + run < word.length; from += 1)
    while (from + run < word.length && text.includes(word.slice(from, from + run + 1))) run += 1;
  return Math.max(there ** 2, run > 1 ? run / word.length : 0);
}

/** A name without its end, and the form that the end says. */
function endOf(name: string): { stem: string; form: string } {
  const shown = name.replace(GIVEN_IN, '');
  const told = FORMS.find(([, ends]) => ends.test(shown));
  return told ? { stem: shown.replace(told[1], ''), form: told[0] } : { stem: shown, form: '' };
}

/** The name that the library has for this one or for another spelling of its end; undefined where it has none. */
function libraryName(name: string, { canonical, known }: Language): string | undefined {
  if (known(name)) return canonical(name);
  const { stem, form } = endOf(name);
  if (stem.length < 2) return undefined;
  const spelled = form === '' ? [stem] : (ENDS[form] ?? []).map(end => stem + end);
  const found = spelled.find(known);
  return found === undefined ? undefined : canonical(found);
}

/** The name without whose it is when that is the entry's own subject, by the library's name where it has one. */
function ownName(text: string, topic: string, subject: Subject, language: Language): string {
  const isOwn = (head: string): boolean => SUBJECT.test(head) || saidBy(head, topic) >= SAYS;
  for (let from = 0; from <= text.length - 2; from += 1) {
    if (from > 0 && !isOwn(text.slice(0, from))) continue;
    const rest = text.slice(from);
    const name =
      libraryName(rest, language) ?? (OF_SUBJECT[subject]?.[rest] === undefined ? undefined : rest);
    // An organisation in an entry about something else is not its subject.
    if (name !== undefined && (from === 0 || subject === 'legal' || name !== '法人单位名称')) return name;
  }
  const head = text.replace(/名称$/u, '');
  return head !== '' && head !== text && isOwn(head) ? '名称' : text;
}

/** What the name of an item says, below an entry about `topic`. */
export function namingOf(
  item: { name: string; subject: Subject },
  topic: readonly string[],
  language: Language,
): Naming {
  const { canonical, known } = language;
  const about = topic.join(' ');
  const whole = canonical(item.name);
  let text = canonical(whole.replace(REMARK, '').trim() || whole);
  let role = '';
  const found = ROLE.exec(text);
  if (found && saidBy(found[0], about) < 1) {
    role = ROLE_NAMES[found[0]] ?? canonical(found[0]);
    text = text.slice(found.index + found[0].length).replace(/^(?:名称|姓名|名字)?$/u, '姓名');
  }
  const own = ownName(text, about, item.subject, language);
  const name = OF_SUBJECT[role === '' ? item.subject : 'person']?.[own] ?? own;
  const { stem, form } = endOf(name);
  const edge = EDGES.find(([, ends]) => ends.test(stem));
  const parts = wordsOf(edge ? stem.replace(edge[1], '') : stem, language).map((word): Part => {
    const act = ACTS.has(word);
    const little = act || saidBy(word, about) >= SAYS;
    return { word, act, weight: SUBJECT.test(word) ? HARDLY : little ? LITTLE : 1 };
  });
  const contextual = CONTEXTUAL.has(name);
  return {
    name,
    role,
    form: form || (edge ? 'date' : ''),
    given: name.endsWith('名称') ? 'name' : name.endsWith('代码') ? 'code' : '',
    edge: edge?.[0] ?? '',
    telling: TELLING.exec(name)?.[0] ?? '',
    parts,
    contextual,
    generic: contextual || !(known(name) || parts.some(part => part.weight === 1)),
  };
}
