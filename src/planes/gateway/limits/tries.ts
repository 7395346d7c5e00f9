/**
 * A verification answers whether a value is right: whoever may try often enough learns the value. So a department, with
 * all its systems and grants, may be told only few values per person, column and month that are not right; after that no
 * new value is told, right or not, so that the refusal itself says nothing. A value that was told may be told again. Of a
 * code table of n values at most n − 2 may be missed: with one more the last that is left would be known.
 */
import type pg from 'pg';
import type { Keys } from '#kernel/keys.ts';
import { subjectText } from '#record/subjects.ts';
import type { ColumnType, PlanItem } from '#vocabulary/plans.ts';
import { createMac, type Mac } from '#planes/gateway/callers/mac.ts';
import type { Asked } from '#planes/gateway/call.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import { type Verdict, isTwoValued, isVerification } from './verdicts.ts';

/** Values that may be missed of what has no code table, and of one person over all columns. */
const MOST_MISSED = 5;
const MOST_MISSED_IN_ALL = 20;
/** Statements are not made longer than this many tries. */
const LARGEST_FLUSH = 5000;

/** What one person was asked about, and what was found. */
export interface Attempt {
  asked: Pick<Asked, 'params' | 'claims'>;
  /** By claim; empty of a query. */
  verdicts: Readonly<Record<string, Verdict>>;
  /** Whether somebody was selected. */
  found: boolean;
}

export interface Tries {
  /**
   * For each attempt the first item that may not be told any more; undefined where all may. Undefined at once where
   * nothing was tried at all: a query by one identifier.
   */
  check(
    cached: CachedPlan,
    attempts: readonly Attempt[],
    now: number,
  ): Promise<(string | undefined)[]> | undefined;
}

interface Try {
  attempt: number;
  item: string;
  who: Buffer;
  value: Buffer;
  most: number;
  hit: boolean;
}

interface Waiting {
  month: string;
  tries: readonly Try[];
  done(allowed: boolean[]): void;
  fail(error: unknown): void;
}

/** One value is one text, however it was typed: the same comparison at the source is the same try here. */
export function canonical(type: ColumnType, value: string): string {
  const text = value.trim();
  switch (type) {
    case 'text':
    case 'date':
      return subjectText(text);
    case 'bigint':
    case 'numeric': {
      const [, sign, whole = '', part = ''] = /^([+-]?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
      if (sign === undefined) return text;
      const digits = `${whole === '' ? '0' : whole}${part === '' ? '' : `.${part}`}`;
      return sign === '-' && digits !== '0' ? `-${digits}` : digits;
    }
    case 'double':
      return String(Number(text));
    case 'boolean':
      return text === '1' ? 'true' : text === '0' ? 'false' : text;
    case 'timestamp': {
      const spaced = text
        .replace('T', ' ')
        .replace(/\.(\d*?)0*$/, (_all, part: string) => (part === '' ? '' : `.${part}`));
      return spaced.length === 10 ? `${spaced} 00:00:00` : spaced;
    }
  }
}

/** How many values of an item may be missed. */
export function mostMissed({ type, codes }: Pick<PlanItem, 'type' | 'codes'>): number {
  const values = codes ?? (type === 'boolean' ? 2 : undefined);
  return values === undefined ? MOST_MISSED : Math.min(MOST_MISSED, Math.max(1, values - 2));
}

/** Where an item’s values lie, whatever grant or entry they are asked by. */
function placeOf({ plan }: CachedPlan, item: PlanItem): string {
  if (plan.kind === 'query' || plan.kind === 'verify') {
    const { sourceId, schema, table } = plan.table;
    return `${sourceId}\n${schema}\n${table}\n${item.column}`;
  }
  return `${plan.providerId}\n${plan.entryId}\n${item.name}`;
}

/** Whether a parameter of the call selects by an item, and so a person. */
function selects({ plan, statements }: CachedPlan, name: string): boolean {
  const item = statements.items.get(name)?.item;
  return item !== undefined && (item.filter || plan.kind !== 'proxy');
}

export function createTries(pool: pg.Pool, keys: Keys): Tries {
  let monthly: { month: string; mac: Mac } | undefined;
  let queue: Waiting[] = [];
  let flushing: Promise<void> | undefined;

  function macOf(month: string): Mac {
    if (monthly?.month !== month)
      monthly = { month, mac: createMac(keys.derive('subject-digests', `tries ${month}`)) };
    return monthly.mac;
  }

  /** What an attempt tried out: its claims, and further identifiers, by which one can guess as well. */
  function triesOf(cached: CachedPlan, attempt: Attempt, at: number, month: string): Try[] {
    const { plan, statements } = cached;
    const { params, claims } = attempt.asked;
    const mac = macOf(month);
    const verifies = isVerification(cached);
    const twoValued = isTwoValued(cached);
    // An interface's other parameters and what is left empty tell nobody apart: with them the same person would be another.
    const names = Object.keys(params)
      .filter(name => (params[name] ?? '') !== '' && selects(cached, name))
      .sort();
    const valueOf = (name: string, value: string): string =>
      canonical(statements.items.get(name)?.item.type ?? 'text', value);
    const tries: Try[] = [];

    function add(item: PlanItem, selected: readonly string[], value: string, hit: boolean): void {
      const person = selected.map(name => `${name}=${valueOf(name, params[name] ?? '')}`).join('\n');
      const place = placeOf(cached, item);
      const said = `${place}\n${canonical(item.type, value)}`;
      for (const [whose, most] of [
        [place, mostMissed(item)],
        ['', MOST_MISSED_IN_ALL],
      ] as const) {
        const tried = `${plan.consumerId}\n${whose}\n${person}`;
        tries.push({
          attempt: at,
          item: item.name,
          who: mac(tried).subarray(0, 16),
          value: mac(`${tried}\n\n${said}`).subarray(0, 8),
          most,
          hit,
        });
      }
    }

    for (const [name, value] of Object.entries(claims)) {
      const item = statements.items.get(name)?.item;
      const verdict = attempt.verdicts[name] ?? 'null';
      // What the department does not know it cannot give away; where that is told as no match, it counts as one.
      if (item && (verdict !== 'null' || twoValued)) add(item, names, value, verdict === 'true');
    }
    if (names.length > 1)
      for (const name of names) {
        const item = statements.items.get(name)?.item;
        if (!item || (!verifies && item.mask.kind === 'none')) continue;
        const others = names.filter(one => one !== name);
        add(item, others, params[name] ?? '', attempt.found);
      }
    return tries;
  }

  async function send(batch: readonly Waiting[], month: string): Promise<void> {
    const tries = batch.flatMap(one => one.tries);
    const { rows } = await pool.query<{ allowed: boolean[] }>({
      name: 'gateway-tries',
      text: 'select plans.try_values($1, $2, $3, $4, $5) as allowed',
      values: [
        `${month}-01`,
        tries.map(one => one.who),
        tries.map(one => one.value),
        tries.map(one => one.most),
        tries.map(one => one.hit),
      ],
    });
    const allowed = rows[0]?.allowed ?? [];
    let from = 0;
    for (const one of batch) {
      one.done(allowed.slice(from, from + one.tries.length));
      from += one.tries.length;
    }
  }

  /** Everything that arrives while a statement is away goes with the next one. */
  async function flush(): Promise<void> {
    do {
      await new Promise(turn => setImmediate(turn));
      const month = queue[0]?.month ?? '';
      const batch: Waiting[] = [];
      const later: Waiting[] = [];
      let size = 0;
      for (const one of queue)
        if (one.month === month && (size === 0 || size + one.tries.length <= LARGEST_FLUSH)) {
          batch.push(one);
          size += one.tries.length;
        } else later.push(one);
      queue = later;
      await send(batch, month).catch((error: unknown) => {
        for (const one of batch) one.fail(error);
      });
    } while (queue.length > 0);
    flushing = undefined;
  }

  return {
    check(cached, attempts, now) {
      if (cached.plan.environment === 'sandbox') return undefined;
      // Beijing’s month: a department’s year and month are counted there.
      const month = new Date(now + 8 * 3_600_000).toISOString().slice(0, 7);
      const tries = attempts.flatMap((one, at) => triesOf(cached, one, at, month));
      if (tries.length === 0) return undefined;
      const asked = new Promise<boolean[]>((done, fail) => {
        queue.push({ month, tries, done, fail });
        flushing ??= flush();
      });
      return asked.then(allowed => {
        const refused: (string | undefined)[] = attempts.map(() => undefined);
        tries.forEach((one, at) => {
          if (allowed[at] !== true) refused[one.attempt] ??= one.item;
        });
        return refused;
      });
    },
  };
}
