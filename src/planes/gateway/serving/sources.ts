import type pg from 'pg';
import type { Keys } from '#kernel/keys.ts';
import { failpointAt } from '#kernel/failpoint.ts';
import type { Logger } from '#kernel/observe.ts';
import { ConnectionProblem, type Source } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { wrong } from '#planes/gateway/body.ts';
import type { Asked } from '#planes/gateway/call.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import type { Statement } from '#planes/gateway/plans/statements.ts';

export type OpenSource = (address: SourceAddress & { password: string }) => Source;

/** After a failure to reach a database, calls are refused at once for this long instead of waiting one by one. */
const PAUSE_MILLISECONDS = 1000;
const REOPEN = new Set(['wrong_password', 'no_database', 'unreachable']);

interface SourceRow {
  kind: 'postgres' | 'mysql';
  host: string;
  port: number;
  database: string;
  username: string;
  password_sealed: Buffer;
}

interface Opened {
  source: Source | undefined;
  opening: Promise<Source> | undefined;
  brokenUntil: number;
}

export interface Fetched {
  statement: Statement;
  rows: (string | null)[][];
}

export interface Sources {
  fetch(cached: CachedPlan, asked: Asked): Promise<Fetched>;
  close(): Promise<void>;
}

/** The departments' databases as the gateway uses them: opened at the first call, kept, and opened anew when they fail. */
export function createSources(pool: pg.Pool, keys: Keys, openSource: OpenSource, log: Logger): Sources {
  const opened = new Map<number, Opened>();
  const beforeFetch = failpointAt('gateway.before-fetch');

  async function open(id: number, slot: Opened): Promise<Source> {
    const { rows } = await pool.query<SourceRow>(
      'select kind, host, port, database, username, password_sealed from plans.source where id = $1',
      [id],
    );
    const row = rows[0];
    if (!row) throw refuse.source_unavailable();
    const password = keys.open('credentials', `plans.source/password/${id}`, row.password_sealed);
    const { kind, host, port, database, username: user } = row;
    slot.source = openSource({ kind, host, port, database, user, password });
    return slot.source;
  }

  function slotOf(id: number): Opened {
    let slot = opened.get(id);
    if (!slot) opened.set(id, (slot = { source: undefined, opening: undefined, brokenUntil: 0 }));
    return slot;
  }

  function fail(error: unknown, id: number, slot: Opened): never {
    if (!(error instanceof ConnectionProblem)) throw error;
    if (error.code === 'bad_value')
      throw wrong(
        error.facts['column'] ?? 'params',
        '值的格式不对',
        `does not fit (${error.facts['type'] ?? 'type'})`,
      );
    log.warn({ source: id, code: error.code }, 'a department’s database did not answer');
    if (REOPEN.has(error.code)) {
      slot.brokenUntil = performance.now() + PAUSE_MILLISECONDS;
      const dead = slot.source;
      slot.source = undefined;
      dead?.close().catch((lost: unknown) => log.debug({ source: id, err: lost }, 'closing a failed source'));
    }
    throw Object.assign(refuse.source_unavailable(), { cause: error });
  }

  return {
    async fetch(cached, asked) {
      beforeFetch?.();
      const id = cached.plan.table.sourceId;
      const slot = slotOf(id);
      if (slot.brokenUntil > 0 && performance.now() < slot.brokenUntil) throw refuse.source_unavailable();
      try {
        const source =
          slot.source ??
          (await (slot.opening ??= open(id, slot).finally(() => {
            slot.opening = undefined;
          })));
        const statement = cached.statements.get(cached.statements.shapeOf(asked), source);
        return {
          statement,
          rows: await source.query(statement.compiled, { filters: asked.params, claims: asked.claims }),
        };
      } catch (error) {
        return fail(error, id, slot);
      }
    },
    async close() {
      await Promise.all([...opened.values()].flatMap(slot => (slot.source ? [slot.source.close()] : [])));
      opened.clear();
    },
  };
}
