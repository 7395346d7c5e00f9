/** The integrator as a process of its own, as `SHUQIAO_ROLES=worker` runs it; says how far it is, and what it takes. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { systemClock } from '#kernel/clock.ts';
import { openPool } from '#kernel/db.ts';
import { createKeys } from '#kernel/keys.ts';
import { createIntegrator } from '#modules/ledger/index.ts';
import { childSettings, startChild } from './processes.ts';
import type { Ground } from './records.ts';

interface Settings {
  url: string;
  master: string;
  folder: string;
}

export interface Progress {
  /** Entries in tree, search and summaries, and how many of them the last published checkpoint covers. */
  integrated: number;
  sealed: number;
}

export interface Integrating {
  child: ChildProcess;
  /** Resolves once the integrator has said that its checkpoint covers `entries` of all logs. */
  sealedUpTo(entries: number): Promise<void>;
  integratedUpTo(entries: number): Promise<void>;
  /** Tells every step from now on; the answer ends it. */
  watch(each: (now: Progress) => void): () => void;
  progress(): Progress;
  /** Most memory that the process has held, bytes. */
  peakMemory(): number;
  stop(): Promise<void>;
}

/** How often the child looks at its progress, milliseconds: how exact the times are that are measured by it. */
const LOOK = 2;

export async function startIntegrating(ground: Ground): Promise<Integrating> {
  const settings: Settings = { url: ground.urlOf('worker'), master: ground.master, folder: ground.folder };
  const { child } = await startChild(import.meta.filename, [], settings);
  let now: Progress = { integrated: 0, sealed: 0 };
  const waiting = new Set<() => void>();
  const upTo = (what: keyof Progress, entries: number): Promise<void> =>
    new Promise((done, fail) => {
      const gone = (code: number | null): void => fail(new Error(`the integrator ended with ${code}`));
      const look = (): void => {
        if (now[what] < entries) return;
        waiting.delete(look);
        child.off('exit', gone);
        done();
      };
      child.once('exit', gone);
      waiting.add(look);
      look();
    });
  child.on('message', message => {
    now = message as Progress;
    for (const look of waiting) look();
  });
  return {
    child,
    progress: () => now,
    sealedUpTo: entries => upTo('sealed', entries),
    integratedUpTo: entries => upTo('integrated', entries),
    watch: each => {
      const look = (): void => each(now);
      waiting.add(look);
      return () => void waiting.delete(look);
    },
    peakMemory: () => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    },
    stop: () =>
      new Promise(done => {
        child.removeAllListeners('exit');
        child.once('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}

async function integrate({ url, master, folder }: Settings): Promise<void> {
  const pool = openPool({ connectionString: url, name: 'worker', max: 4 });
  const ending = new AbortController();
  const integrator = createIntegrator({
    pool,
    keys: createKeys(Buffer.from(master, 'base64')),
    clock: systemClock,
    outside: folder,
    name: 'bench.local',
    log: { info: () => undefined, error: (_facts, message) => console.error(message) },
    signal: ending.signal,
  });
  process.on('SIGTERM', () => ending.abort());
  let said: Progress = { integrated: -1, sealed: -1 };
  const timer = setInterval(() => {
    const now = integrator.progress();
    if (now.integrated === said.integrated && now.sealed === said.sealed) return;
    said = now;
    process.send?.(now);
  }, LOOK);
  process.send?.(said);
  await integrator.done;
  clearInterval(timer);
  await pool.end();
  process.disconnect();
}

if (import.meta.main) await integrate(childSettings<Settings>());
