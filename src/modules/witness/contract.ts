import { Type as T } from 'typebox';
import { Count, Instant, nullable } from '#kernel/schema.ts';
import { AlarmKindSchema } from './rules.ts';

const Key = T.String({ minLength: 10, maxLength: 500 });

export const LogView = T.Object({
  id: T.Integer(),
  origin: T.String(),
  name: T.String(),
  keys: T.Array(T.String()),
  /** Of the largest checkpoint that this platform cosigned. */
  size: Count,
  root: T.String(),
  cosignedAt: nullable(Instant),
  retiredAt: nullable(Instant),
});

export const LogBody = T.Object(
  {
    /** The first line of its checkpoints. */
    origin: T.String({ minLength: 1, maxLength: 200 }),
    /** Who runs it. */
    name: T.String({ minLength: 2, maxLength: 100 }),
    /** Verifier keys of C2SP signed-note. Of a log that signs twice its Ed25519 key is enough: SM2 costs 30 times as much to verify. */
    keys: T.Array(Key, { minItems: 1, maxItems: 10 }),
  },
  { additionalProperties: false },
);

export const PeerView = T.Object({
  id: T.Integer(),
  url: T.String(),
  name: T.String(),
  key: T.String(),
  networks: T.Array(T.String()),
  addedAt: Instant,
  retiredAt: nullable(Instant),
  /** How far it has come with each of our logs. */
  logs: T.Array(
    T.Object({
      log: T.Integer(),
      size: Count,
      cosignedAt: nullable(Instant),
      triedAt: Instant,
      answer: T.String(),
      problem: T.String(),
    }),
  ),
});

export const PeerBody = T.Object(
  {
    url: T.String({ minLength: 8, maxLength: 300 }),
    key: Key,
    /** Where its name may lead. Left out, the address that it leads to now is the only one. */
    networks: T.Array(T.String({ maxLength: 50 }), { maxItems: 20, default: [] }),
  },
  { additionalProperties: false },
);

export const AlarmView = T.Object({
  id: T.Integer(),
  kind: AlarmKindSchema,
  origin: T.String(),
  /** The witness that said so; empty when this platform was the witness. */
  witness: T.String(),
  size: Count,
  knownSize: Count,
  /** The signed notes in question, for whoever looks into it. */
  note: T.String(),
  knownNote: T.String(),
  firstAt: Instant,
  lastAt: Instant,
  times: Count,
  settledAt: nullable(Instant),
  settledNote: T.String(),
});

export const SettleBody = T.Object(
  { note: T.String({ minLength: 2, maxLength: 500 }) },
  { additionalProperties: false },
);

export const Added = T.Object({ id: T.Integer(), record: T.Integer() });
export const OriginParams = T.Object({ origin: T.String({ pattern: '^[0-9a-f]{64}$' }) });
