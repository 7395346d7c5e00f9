import pino, { type Logger } from 'pino';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export type { Logger } from 'pino';

/** An error has no fields of its own: under any other name than pino's `err` it would be written as `{}`. */
function withErrors(facts: Record<string, unknown>): Record<string, unknown> {
  const shown = Object.entries(facts).map(([name, value]) => [
    name,
    value instanceof Error ? pino.stdSerializers.err(value) : value,
  ]);
  return Object.fromEntries(shown) as Record<string, unknown>;
}

/** Structured logs, one JSON object a line on standard error; standard output is for the operator's eyes. */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: withErrors },
      redact: {
        paths: [
          '*.password',
          '*.secret',
          '*.appSecret',
          '*.appKey',
          'req.headers.cookie',
          'req.headers.authorization',
        ],
        remove: true,
      },
    },
    pino.destination({ dest: 2, sync: false }),
  );
}

/** What /metrics shows. Counted where it happens; nothing personal, no label with unbounded values. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    calls: new Counter({
      name: 'shuqiao_gateway_calls_total',
      help: 'Gateway calls by result',
      labelNames: ['result'],
      registers,
    }),
    callSeconds: new Histogram({
      name: 'shuqiao_gateway_call_seconds',
      help: 'Time of served calls',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
      registers,
    }),
    rowsMoved: new Counter({
      name: 'shuqiao_moved_rows_total',
      help: 'Rows delivered by the mover',
      registers,
    }),
    runs: new Counter({
      name: 'shuqiao_runs_total',
      help: 'Exchange runs by outcome',
      labelNames: ['state'],
      registers,
    }),
    unsealed: new Gauge({
      name: 'shuqiao_ledger_unsealed_entries',
      help: 'Entries recorded but not yet under a checkpoint',
      registers,
    }),
    requests: new Counter({
      name: 'shuqiao_http_requests_total',
      help: 'Requests of the control plane by status',
      labelNames: ['status'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
