/**
 * `npm run sweep:rest`: asks a real gateway for lists in ever new ways, well formed, half formed and not at all, in the
 * query and in the headers, over PostgreSQL and, where it answers, MariaDB. Every value that the grant withholds bears a
 * mark; no answer may have it, count a row too many, or be a 5xx. The databases are those of TEST_DATABASE_URL and
 * MARIADB_URL.
 */
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import type { ColumnType, PlanItem } from '#vocabulary/plans.ts';
import { mariadbMissing } from '../../test/connectors/databases.ts';
import {
  type Held,
  ITEMS,
  type Kind,
  type ListHouse,
  SEARCHABLE,
  createListHouse,
  heldRows,
  isGranted,
} from '../../test/listHouse.ts';

const USAGE = `npm run sweep:rest [-- --cases N] [--seed N]

Asks N times (100000). The seed, printed at the start, gives the same questions again. Ends with 1 when an answer had what
it must not have.`;

const MARK = 'WITHHELD';
const LANES = 8;

/** Numbers from 0 to below 1 that the seed alone decides (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Bears the mark wherever the grant withholds: rows of another area, columns, and the hidden parts of masked values. */
function marked(row: Held): Held {
  const all: Held = {
    ...row,
    secret: MARK,
    phone: `138${MARK}00`,
    address: `河南省${MARK}`,
    pseudonym: MARK,
  };
  return isGranted(row) ? all : { ...all, idno: `${MARK}${row['idno'] ?? ''}`, xm: MARK };
}

interface Asked {
  method: string;
  query: string;
  headers: Record<string, string>;
}

/** The first ten suit every type. */
const OPERATORS = 'eq neq gt gte lt lte in is not.eq not.in not.is like ilike not.like'.split(' ');
const UNKNOWN = 'fts match cs isdistinct like(any) EQ not.not.eq sum -> ::'.split(' ');
const VALUES: Record<ColumnType, readonly string[]> = {
  text: ['张三', 'Zoe', 'Z*', '%三%', '_', '', 'null', '410411', 'a', "o'x", '\\%'],
  bigint: ['1', '54', '-9', '9223372036854775807', '0'],
  numeric: ['0.25', '-3', '12345678901234567890.5', '0'],
  double: ['0.25', '-3', '1e300', '0'],
  boolean: ['true', 'false'],
  date: ['1953-02-14', '2026-01-01', '0001-01-01'],
  timestamp: ['2026-02-05T03:30:00', '2026-02-05', '2026-02-05 03:30:00.5'],
};
const PIECES =
  'select order limit offset after and or not . , ( ) " \\ * : :: -> ->> ! ... % %00 %C0%AF & = + ; \' -- /* */ $1 ? 0x1 null true false asc desc nullsfirst count() .sum() \u{20BB7} \u0000 \u202E 1e309 -0 9999999999999999999'.split(
    ' ',
  );
const HEADERS = [
  'accept',
  'prefer',
  'range',
  'range-unit',
  'x-scenario',
  'x-case-no',
  'x-post',
  'x-matter',
  'shuqiao-after',
  'accept-profile',
  'if-none-match',
];
const HEADER_PIECES =
  'application/json text/csv */* application/vnd.pgrst.object+json application/vnd.pgrst.array+json;nulls=stripped application/geo+json q=0.5 , ; count=exact count=planned count=none return=minimal tx=rollback 0-9 5- 99999999999999999999- items bytes %E9%AB%98 %ff % AAAA'.split(
    ' ',
  );

class Fuzz {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  below(most: number): number {
    return Math.floor(this.#random() * most);
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  once(percent: number): boolean {
    return this.below(100) < percent;
  }

  /** Mostly one that may be compared. */
  item(): PlanItem | undefined {
    if (this.once(4)) return undefined;
    const [first, ...others] = ITEMS;
    return this.once(90) ? this.of([first, ...others.slice(0, SEARCHABLE.length)]) : this.of(ITEMS);
  }

  nameOf(item: PlanItem | undefined): string {
    const name = item?.name ?? this.of(['secret', 'area', 'idno', 'person', 't', 'id', '']);
    return /[(.]/.test(name) || this.once(5) ? `"${name}"` : name;
  }

  value(item: PlanItem | undefined): string {
    return this.once(5) ? this.noise(4) : this.of(VALUES[this.once(3) ? 'text' : (item?.type ?? 'text')]);
  }

  noise(most: number): string {
    return Array.from({ length: this.below(most + 1) }, () =>
      this.once(80) ? this.of(PIECES) : String.fromCodePoint(this.below(this.once(50) ? 128 : 0xd7ff)),
    ).join('');
  }

  operation(item: PlanItem | undefined): string {
    const by = this.once(90)
      ? this.of(item?.type === 'text' ? OPERATORS : OPERATORS.slice(0, 10))
      : this.of(UNKNOWN);
    if (by.endsWith('is'))
      return `${by}.${this.of(['null', 'not_null', ...(item?.type === 'boolean' ? ['true', 'false'] : [])])}`;
    const values = (): string => Array.from({ length: this.below(4) }, () => this.value(item)).join(',');
    return `${by}.${by.endsWith('in') ? `(${values()})` : this.value(item)}`;
  }

  tree(depth: number): string {
    if (depth === 0 || this.once(60)) {
      const item = this.item();
      return `${this.nameOf(item)}.${this.operation(item)}`;
    }
    const parts = Array.from({ length: 1 + this.below(3) }, () => this.tree(depth - 1));
    return `${this.of(['and', 'or', 'not.and', 'not.or'])}(${parts.join(',')})`;
  }

  list(one: () => string): string {
    return Array.from({ length: 1 + this.below(4) }, one).join(',');
  }

  parameter(): [string, string] {
    const name = (): string => this.nameOf(this.item());
    switch (this.below(12)) {
      case 0:
        return [
          'select',
          this.once(30) ? '*' : this.list(() => (this.once(60) ? `x${this.below(99)}:${name()}` : name())),
        ];
      case 1:
        return [
          'order',
          this.list(() => `${name()}${this.of(['', '.asc', '.desc', '.desc.nullslast', '.nullsfirst'])}`),
        ];
      case 2:
        return ['limit', this.once(90) ? this.of(['0', '1', '5', '1000']) : this.of(['-1', 'x', '1e3'])];
      case 3:
        return [
          'offset',
          this.once(90) ? this.of(['0', '3', '200']) : this.of(['10001', '-1', '99999999999999999']),
        ];
      case 4:
      case 5:
        return [this.of(['and', 'or', 'not.and', 'not.or']), `(${this.list(() => this.tree(3))})`];
      case 6:
        return this.once(20)
          ? [this.noise(3), this.noise(6)]
          : ['电话', this.of(['eq.13800', 'eq.138WITHHELD', 'like.138*'])];
      default: {
        const item = this.item();
        return [this.nameOf(item), this.operation(item)];
      }
    }
  }

  /** Something cut out, doubled or put in, so that what is nearly right is asked as well. */
  broken(text: string): string {
    const at = this.below(text.length + 1);
    switch (this.below(3)) {
      case 0:
        return text.slice(0, at) + text.slice(at + 1 + this.below(3));
      case 1:
        return text.slice(0, at) + this.of(PIECES) + text.slice(at);
      default:
        return text.slice(0, at) + text.slice(Math.max(0, at - this.below(5)));
    }
  }

  asked(): Asked {
    const parameters = Array.from({ length: this.below(5) }, () => this.parameter());
    const written = parameters.map(([key, value]): [string, string] => [
      key,
      this.once(8) ? this.broken(value) : value,
    ]);
    let query = new URLSearchParams(written).toString();
    if (this.once(8))
      query = this.broken(query).replace(/[^\x21-\x7e]/g, one =>
        encodeURIComponent(one.isWellFormed() ? one : ''),
      );
    const headers: Record<string, string> = {};
    if (this.once(20)) headers['prefer'] = 'count=exact';
    if (this.once(20)) headers['accept'] = this.of(['text/csv', 'application/vnd.pgrst.object+json', '*/*']);
    for (let i = this.once(25) ? 1 + this.below(3) : 0; i > 0; i--) {
      const pieces = Array.from({ length: 1 + this.below(3) }, () => this.of(HEADER_PIECES));
      const text = pieces.join(this.of(['', ',', ';', ' ']));
      headers[this.of(HEADERS)] = this.once(10) ? Buffer.from(`é高${text}`).toString('latin1') : text;
    }
    const method = this.once(4)
      ? this.of(['POST', 'DELETE', 'PATCH', 'PUT', 'OPTIONS'])
      : this.once(10)
        ? 'HEAD'
        : 'GET';
    return { method, query, headers };
  }
}

interface Reply {
  status: number;
  /** Headers and body, as one text. */
  said: string;
  total: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: LANES });

function send(
  house: ListHouse,
  sid: string,
  bearer: string,
  { method, query, headers }: Asked,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: '127.0.0.1',
        port: house.port,
        agent,
        method,
        path: `/rest/v1/${sid}?${query}`,
        headers: { ...headers, authorization: bearer },
      },
      res => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => {
          const range = res.headers['content-range'] ?? '';
          resolve({
            status: res.statusCode ?? 0,
            said: JSON.stringify(res.headers) + Buffer.concat(chunks).toString(),
            total: Number(range.split('/')[1] ?? 0) || 0,
          });
        });
      },
    );
    req.on('error', reject);
    req.end();
  });
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '100000' },
      seed: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const cases = Number(values.cases);
  const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  const kinds: Kind[] = (await mariadbMissing()) === false ? ['postgres', 'mysql'] : ['postgres'];
  console.log(`seed ${seed}, ${cases} cases over ${kinds.join(' and ')}`);
  const rows = heldRows(120).map(marked);
  const granted = rows.filter(isGranted).length;
  const house = await createListHouse(kinds, rows, 'fuzz');
  const statuses = new Map<string, number>();
  let wrong = 0;
  try {
    const open = { listing: true, searchable: SEARCHABLE, maskedEq: ['电话'] };
    const sids: string[] = [];
    for (const kind of kinds) {
      sids.push(await house.publish(kind, { ...open, scans: true }));
      sids.push(await house.publish(kind, { ...open, scans: false }));
      sids.push(await house.publish(kind, { ...open, scans: true }, { items: ITEMS.slice(1) }));
      sids.push(await house.publish(kind, { searchable: SEARCHABLE }));
    }
    const bearer = `Bearer ${await house.token()}`;
    const fuzz = new Fuzz(seed);
    const began = performance.now();
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < cases) {
        const number = ++next;
        const asked = fuzz.asked();
        const sid = fuzz.of(sids);
        const { status, said, total } = await send(house, sid, bearer, asked);
        statuses.set(String(status), (statuses.get(String(status)) ?? 0) + 1);
        const isEcho = JSON.stringify(asked).includes(MARK);
        if (status >= 500 || total > granted || (said.includes(MARK) && !isEcho)) {
          wrong++;
          console.error(`wrong: ${status} ${JSON.stringify(asked)}\n  ${said.slice(0, 500)}`);
        }
        if (number % 20_000 === 0) console.log(`${number} asked`);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const seconds = (performance.now() - began) / 1000;
    const told = [...statuses]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([status, times]) => `${status}: ${times}`);
    console.log(`${cases} cases in ${seconds.toFixed(0)} s; ${told.join(', ')}; wrong: ${wrong}`);
  } finally {
    agent.destroy();
    await house.close();
  }
  return wrong === 0 ? 0 : 1;
}

process.exitCode = await main();
