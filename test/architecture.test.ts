/** The dependency rule of ARCHITECTURE.md, executable. Every message names the file and what it imports. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';

const SRC = resolve(import.meta.dirname, '..', 'src');

/** Top of the call order first: a module imports only modules after it. */
const MODULES = [
  'harvest',
  'imports',
  'evidence',
  'reminders',
  'evaluation',
  'disputes',
  'papers',
  'exchange',
  'pools',
  'links',
  'results',
  'sharing',
  'calls',
  'grants',
  'mandates',
  'lists',
  'inventory',
  'services',
  'resources',
  'files',
  'duties',
  'catalog',
  'sources',
  'standards',
  'deadlines',
  'policy',
  'messages',
  'organizations',
  'ledger',
  'witness',
];

/**
 * Which rooms a room may import, itself apart. `planes/mover/ports.ts` is the one door of the planes; a module's are
 * its index and its contract, which is shapes and nothing else.
 */
const ROOMS: Record<string, RegExp> = {
  vocabulary: /^$/,
  kernel: /^vocabulary\//,
  record: /^(kernel|vocabulary)\//,
  // `sheets` for folders of files: one reader of workbooks, with its guards, and not two.
  connectors: /^(planes\/mover\/ports\.ts$|sheets\/index\.ts$|kernel\/|vocabulary\/)/,
  planes: /^(record|kernel|vocabulary)\//,
  sheets: /^(kernel|vocabulary)\//,
  modules: /^(modules\/\w+\/(index|contract)\.ts$|sheets\/index\.ts$|record\/|kernel\/|vocabulary\/)/,
  demonstration: /^(modules\/\w+\/(index|contract)\.ts$|connectors\/|record\/|kernel\/|vocabulary\/)/,
};
/** Where everything meets: these may import anything. */
const WIRING = [
  'main.ts',
  'platform.ts',
  'answers.ts',
  'ledgers.ts',
  'moving.ts',
  'routes.ts',
  'services.ts',
  'storage.ts',
  'config.ts',
];

/** What may be used where nothing of the outside may be touched. */
const PURE = /^(typebox$|#vocabulary\/|#kernel\/(errors|lifecycle|schema)\.ts$|#record\/(decode|entry)\.ts$)/;

/** Who may make a transaction that writes without a command, and why. */
const WRITERS: Record<string, string> = {
  'kernel/db.ts': 'declares it; bookkeeping of what is no decision',
  'record/audited.ts': 'the one way to write in the control plane',
  'modules/ledger/integrator.ts': 'unpacks the record, which cannot record itself',
  'modules/ledger/snapshot.ts': 'reads in one transaction',
};

/** Who keeps what is no decision, outside the audit, and what. */
const BOOKKEEPERS: Record<string, string> = {
  'kernel/db.ts': 'declares both ways',
  'modules/files/service.ts': 'bytes of files on their way in',
  'platform.ts': 'forgets replay keys and quotas past their time',
  'modules/imports/service.ts': 'what people brought and how far its check is',
  'modules/ledger/archive.ts': 'which months lie in files',
  'modules/ledger/callSums.ts': 'summaries of calls by hour and day, made from those by minute',
  'modules/ledger/rotation.ts': 'the next signing keys',
  'modules/ledger/service.ts': 'the last verification, the names of the logs',
  'modules/resources/health.ts': 'what checks of interfaces found',
  'modules/messages/reading.ts': 'what somebody has read',
  'modules/messages/sending.ts': 'how far the outbox is sent',
  'modules/organizations/attempts.ts': 'failures to sign in',
  'modules/organizations/signIn.ts': 'a session’s last use',
  'modules/witness/alarms.ts': 'alarms',
  'modules/witness/ownKey.ts': 'the witness’s key',
  'modules/witness/service.ts': 'what was witnessed',
  'modules/witness/submit.ts': 'cosignatures and answers of witnesses',
  'planes/mover/runs/runner.ts': 'runs: leases, progress, receipts',
  'planes/mover/runs/saveSubjects.ts': 'whose data a run moves: the list that its record names',
};

const READS_ENVIRONMENT = ['main.ts', 'config.ts', 'kernel/embeddedPostgres.ts'];
/** The environment by whatever name one gives to `process`. */
const ENVIRONMENT = /\bprocess\s*(\?\.|\.|\[\s*['"`])\s*env\b|=\s*(globalThis\.)?process\b(?!\s*[.?[(])/;
/** A clock or chance, called or handed on. */
const OUTSIDE =
  /\basync\b|\bawait\b|\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\b|\bMath\.random\b|\bcrypto\b|\bprocess\b|\bglobalThis\b|\bset(Timeout|Interval|Immediate)\b|\bfetch\(|\bTemporal\.Now\b/g;

/** Takes an order and notes that it is taken, in one statement. */
const WRITES_BY_READING = ['planes/mover/runs/orders.ts'];

interface File {
  path: string;
  text: string;
  /** `kernel/db.ts` across walls, `./rules.ts` inside, `node:fs` and package names as they are. */
  imports: { from: string; typesOnly: boolean }[];
}

const files: File[] = globSync('**/*.ts', { cwd: SRC })
  .sort()
  .map(path => {
    const text = readFileSync(resolve(SRC, path), 'utf8');
    const found = text.matchAll(
      /^(?:import|export)( type)?\b[^;]*?from '([^']+)';|^import '([^']+)';|import\('([^']+)'\)/gm,
    );
    const imports = [...found].map(match => ({
      from: match[2] ?? match[3] ?? match[4] ?? '',
      typesOnly: match[1] !== undefined,
    }));
    return { path, text, imports };
  });
const isTest = (file: File): boolean => file.path.endsWith('.test.ts');
const roomOf = (path: string): string => path.split('/')[0] ?? '';

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

/** Collects sentences about what is wrong, so that one run names all of it. */
function nothing(wrong: string[]): void {
  assert.deepEqual(wrong, [], wrong.join('\n'));
}

test('the sweep of the sources saw the sources and what they import', () => {
  assert.ok(files.length > 100, `only ${files.length} files in src`);
  assert.ok(files.flatMap(file => file.imports).length > 300);
});

test('rooms import only rooms below them', () => {
  const wrong: string[] = [];
  for (const { path, imports } of files) {
    const room = roomOf(path);
    if (WIRING.includes(path.replace(/\.test\.ts$/, '.ts'))) continue;
    const allowed = ROOMS[room];
    if (!allowed) wrong.push(`${path} lies in a room that this test does not know`);
    for (const { from, typesOnly } of imports) {
      if (!from.startsWith('#')) continue;
      const target = from.slice(1);
      // The demonstration fills a platform that runs: it knows its type, not how it is made.
      if (room === 'demonstration' && target === 'platform.ts' && typesOnly) continue;
      if (roomOf(target) === room && room !== 'modules') continue;
      if (room === 'modules' && target.startsWith(`${path.split('/').slice(0, 2).join('/')}/`)) continue;
      if (!allowed?.test(target)) wrong.push(`${path} imports ${from}`);
    }
  }
  nothing(wrong);
});

test('modules import only modules lower in the order', () => {
  const wrong: string[] = [];
  for (const { path, imports } of files) {
    const own = /^modules\/(\w+)\//.exec(path)?.[1];
    if (own === undefined) continue;
    if (!MODULES.includes(own)) wrong.push(`${path}: the module ${own} has no place in the order`);
    for (const { from } of imports) {
      const other = /^#modules\/(\w+)\//.exec(from)?.[1];
      if (other !== undefined && other !== own && MODULES.indexOf(other) < MODULES.indexOf(own))
        wrong.push(`${path} imports ${from}, which is higher in the order`);
    }
  }
  nothing(wrong);
});

/** What a file needs to run: types are gone by then. */
const needs = (file: File): string[] => file.imports.filter(one => !one.typesOnly).map(one => one.from);

test('every module of the order is there', () => {
  const there = new Set(files.map(({ path }) => /^modules\/(\w+)\//.exec(path)?.[1]));
  nothing(MODULES.filter(name => !there.has(name)).map(name => `there is no module ${name}`));
});

test('what is forbidden is recognised however it is written', () => {
  for (const text of [
    'const { env } = process;',
    'const p = process;',
    "process['env']",
    'process.env.PORT',
    'process?.env',
    'const e = globalThis.process',
  ])
    assert.match(text, ENVIRONMENT);
  for (const text of ['process.exit(1)', 'const pid = process.pid;', 'const out = process.stdout'])
    assert.doesNotMatch(text, ENVIRONMENT);
  for (const text of ['now = Date.now', 'performance.now()', 'Date.now()', 'new Date()', 'Math.random'])
    assert.ok(text.match(OUTSIDE), text);
  assert.equal('new Date(text)'.match(OUTSIDE), null);
});

test('rules are pure: nothing of the outside, no clock, nothing that waits', () => {
  const waiting = files.filter(file => /^modules\/\w+\/rules\.ts$/.test(file.path));
  assert.ok(waiting.length > 4, 'no rules were seen');
  const wrong: string[] = [];
  // What rules take from beside them must be as pure as they are.
  const seen = new Set(waiting);
  for (const file of seen) {
    const { path, text } = file;
    for (const from of needs(file)) {
      const beside = from.startsWith('./') ? path.replace(/[^/]+$/, from.slice(2)) : undefined;
      const next = files.find(one => one.path === beside);
      if (next) seen.add(next);
      else if (!PURE.test(from)) wrong.push(`${path} imports ${from}`);
    }
    for (const [word] of withoutComments(text).matchAll(OUTSIDE)) wrong.push(`${path} says ${word}`);
  }
  nothing(wrong);
});

test('contracts are shapes: they take shapes, rules and words, and nothing that does anything', () => {
  const contracts = files.filter(file => /\/(contract|content)\.ts$/.test(file.path));
  assert.ok(contracts.length > 4, 'no contracts were seen');
  nothing(
    contracts.flatMap(file =>
      needs(file)
        .filter(
          from => !PURE.test(from) && !/^(#modules\/\w+\/|\.\/)(contract|content|rules)\.ts$/.test(from),
        )
        .map(from => `${file.path} imports ${from}`),
    ),
  );
});

test('only the declared files make a transaction that writes, and only these read the environment', () => {
  const wrong: string[] = [];
  for (const file of files.filter(one => !isTest(one))) {
    if (/\bwriter\(/.test(file.text) && WRITERS[file.path] === undefined)
      wrong.push(`${file.path} calls writer()`);
    const reads =
      ENVIRONMENT.test(file.text) || file.imports.some(({ from }) => /^(node:)?process$/.test(from));
    if (reads && !READS_ENVIRONMENT.includes(file.path)) wrong.push(`${file.path} reads process.env`);
    if (/\bbookkeep(ing|er)(<[^(]*>)?\(/.test(file.text) && BOOKKEEPERS[file.path] === undefined)
      wrong.push(`${file.path} keeps something outside the audit`);
  }
  const idle = Object.keys(BOOKKEEPERS).filter(
    path => !files.some(file => file.path === path && /\bbookkeep(ing|er)(<[^(]*>)?\(/.test(file.text)),
  );
  nothing([...wrong, ...idle.map(path => `${path} is listed and keeps nothing`)]);
});

test('a reader of the database is given nothing to write', () => {
  const wrong: string[] = [];
  for (const { path, text } of files.filter(one => !isTest(one)))
    for (const [, statement = ''] of text.matchAll(/\bdb\.(?:many|find|get)(?:<[^(]*>)?\(\s*sql`([^`]*)`/g))
      if (
        /\b(insert into|delete from|update [\w.]+( \w+)? set)\b/.test(statement) &&
        !WRITES_BY_READING.includes(path)
      )
        wrong.push(`${path} writes through a reader: ${statement.trim().slice(0, 80)}`);
  nothing(wrong);
});

test('connectors reach databases of others only through the guard', () => {
  const connectors = files.filter(file => file.path.startsWith('connectors/'));
  assert.ok(connectors.length > 8, 'no connectors were seen');
  const wrong: string[] = [];
  for (const { path, text } of connectors) {
    if (path !== 'connectors/guard.ts' && /\bnew (pg\.)?Client\(/.test(text))
      wrong.push(`${path} makes a Client`);
    for (const [pool] of text.matchAll(/\bnew (?:pg\.)?Pool\(\{[\s\S]*?\}\)/g))
      if (!pool.includes('Client: GuardedClient')) wrong.push(`${path} makes a Pool of other clients`);
    for (const [, given = ''] of text.matchAll(/\bcreate(?:Connection|Pool)\(([\s\S]*?)\)/g))
      if (!given.includes('mysqlOptions(')) wrong.push(`${path} reaches MySQL without mysqlOptions`);
  }
  nothing(wrong);
});

test('walls are crossed by name, doors are the only way in, and no file outgrows its reader', () => {
  const wrong: string[] = [];
  for (const { path, text, imports } of files) {
    for (const { from } of imports) if (from.startsWith('../')) wrong.push(`${path} imports ${from}`);
    const lines = text.split('\n').filter(line => line.trim() !== '' && !/^\s*(\/\/|\/?\*)/.test(line));
    if (lines.length > 400 && !path.startsWith('demonstration/data/'))
      wrong.push(`${path} has ${lines.length} lines of code`);
    if (/^export default\b/m.test(text)) wrong.push(`${path} has a default export`);
  }
  nothing(wrong);
});
