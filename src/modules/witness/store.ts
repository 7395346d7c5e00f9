import { type Db, type Tx, sql } from '#kernel/db.ts';
import { LOCKS } from '#kernel/locks.ts';
import type { AlarmKind } from './rules.ts';

export interface LogRow {
  id: number;
  origin: string;
  name: string;
  keys: string[];
  size: number;
  root: Buffer;
  cosignedAt: Date | null;
  retiredAt: Date | null;
}

const LOG = sql`select l.id, l.origin, l.name, l.keys, s.size, s.root, s.at as "cosignedAt", l.retired_at as "retiredAt"
  from witness.log l join witness.state s on s.log_id = l.id`;

export const listLogs = (db: Db): Promise<LogRow[]> =>
  db.many(sql`${LOG} order by l.retired_at is not null, l.origin`);

export const findActiveLog = (db: Db, origin: string): Promise<LogRow | undefined> =>
  db.find(sql`${LOG} where l.origin = ${origin} and l.retired_at is null`);

/** Enters a log, or changes what is known of one: what was seen of it stays. Answers the keys before. */
export const saveLog = async (
  tx: Tx,
  log: { origin: string; name: string; keys: string[] },
  emptyRoot: Buffer,
  at: Date,
): Promise<{ id: number; keysBefore: string[] }> => {
  const before = await tx.find<{ keys: string[] }>(
    sql`select keys from witness.log where origin = ${log.origin} for update`,
  );
  const { id } = await tx.get<{ id: number }>(sql`insert into witness.log (origin, name, keys, added_at)
    values (${log.origin}, ${log.name}, ${log.keys}, ${at})
    on conflict (origin) do update set name = excluded.name, keys = excluded.keys, retired_at = null returning id`);
  await tx.run(sql`insert into witness.state (log_id, size, root, note) values (${id}, 0, ${emptyRoot}, '')
    on conflict (log_id) do nothing`);
  return { id, keysBefore: before?.keys ?? [] };
};

export const retireLog = (tx: Tx, id: number, at: Date): Promise<{ origin: string }> =>
  tx.get(
    sql`update witness.log set retired_at = ${at} where id = ${id} and retired_at is null returning origin`,
  );

export interface StateRow {
  size: number;
  root: Buffer;
  note: string;
}

/** Locks what was seen of a log, so that of two submissions at once the second sees what the first left. */
export const lockState = (tx: Tx, logId: number): Promise<StateRow> =>
  tx.get(sql`select size, root, note from witness.state where log_id = ${logId} for update`);

export const saveState = (tx: Tx, logId: number, state: StateRow, at: Date): Promise<number> =>
  tx.run(sql`update witness.state set size = ${state.size}, root = ${state.root}, note = ${state.note}, at = ${at}
    where log_id = ${logId}`);

/** By the SHA-256 of the origin in hexadecimal, as the specification has monitors ask. */
export const findNote = (db: Db, originHash: string): Promise<{ note: string } | undefined> =>
  db.find(sql`select s.note from witness.state s join witness.log l on l.id = s.log_id
    where encode(sha256(convert_to(l.origin, 'UTF8')), 'hex') = ${originHash} and s.note <> ''`);

export interface KeyRow {
  id: number;
  name: string;
  publicKey: Buffer;
  sealed: Buffer;
  retiredAt: Date | null;
}

/** The one in use first, then those before it, the newest first. Only the writing login may read them. */
export const listKeys = (db: Db): Promise<KeyRow[]> =>
  db.many(
    sql`select id, name, public_key as "publicKey", sealed, retired_at as "retiredAt" from witness.key order by id desc`,
  );

/** Until the end of the transaction: of two who change the key, the second finds what the first has made. */
export const lockKey = (tx: Tx): Promise<object> =>
  tx.get(sql`select pg_advisory_xact_lock(${LOCKS.witnessKey}, 0)`);

export const retireKey = (tx: Tx, id: number, at: Date): Promise<number> =>
  tx.run(sql`update witness.key set retired_at = ${at} where id = ${id} and retired_at is null`);

/** `seal` is called with the new row's number. False when another process made one first. */
export const insertKey = async (
  tx: Tx,
  key: { name: string; publicKey: Buffer },
  seal: (id: number) => Buffer,
  at: Date,
): Promise<boolean> => {
  const row = await tx.find<{ id: number }>(sql`insert into witness.key (name, public_key, sealed, created_at)
    values (${key.name}, ${key.publicKey}, ''::bytea, ${at}) on conflict do nothing returning id`);
  if (row) await tx.run(sql`update witness.key set sealed = ${seal(row.id)} where id = ${row.id}`);
  return row !== undefined;
};

export interface NewPeer {
  url: string;
  name: string;
  key: string;
  networks: string[];
}

export interface PeerRow extends NewPeer {
  id: number;
  addedAt: Date;
  retiredAt: Date | null;
}

const PEER = sql`select id, url, name, key, networks, added_at as "addedAt", retired_at as "retiredAt" from witness.peer`;

export const listPeers = (db: Db): Promise<PeerRow[]> =>
  db.many(sql`${PEER} order by retired_at is not null, name, id`);
export const listActivePeers = (db: Db): Promise<PeerRow[]> =>
  db.many(sql`${PEER} where retired_at is null order by id`);

export const insertPeer = (tx: Tx, peer: NewPeer, at: Date): Promise<{ id: number }> =>
  tx.get(sql`insert into witness.peer (url, name, key, networks, added_at)
    values (${peer.url}, ${peer.name}, ${peer.key}, ${peer.networks}, ${at}) returning id`);

export const retirePeer = (tx: Tx, id: number, at: Date): Promise<{ name: string }> =>
  tx.get(
    sql`update witness.peer set retired_at = ${at} where id = ${id} and retired_at is null returning name`,
  );

export interface ProgressRow {
  peerId: number;
  log: number;
  size: number;
  cosignedAt: Date | null;
  triedAt: Date;
  answer: string;
  problem: string;
}

const PROGRESS = sql`select peer_id as "peerId", log, size, cosigned_at as "cosignedAt", tried_at as "triedAt", answer, problem
  from witness.progress`;

export const listProgress = (db: Db): Promise<ProgressRow[]> =>
  db.many(sql`${PROGRESS} order by peer_id, log`);
export const findProgress = (db: Db, peerId: number, log: number): Promise<ProgressRow | undefined> =>
  db.find(sql`${PROGRESS} where peer_id = ${peerId} and log = ${log}`);

/** What a witness answered that did not cosign: how far it had come stays. */
export const saveAnswer = (
  tx: Tx,
  peerId: number,
  log: number,
  said: { answer: string; problem: string; at: Date },
): Promise<number> =>
  tx.run(sql`insert into witness.progress (peer_id, log, tried_at, answer, problem)
    values (${peerId}, ${log}, ${said.at}, ${said.answer}, ${said.problem})
    on conflict (peer_id, log) do update set tried_at = excluded.tried_at, answer = excluded.answer, problem = excluded.problem`);

export interface Cosignature {
  log: number;
  size: number;
  peerId: number;
  line: string;
  /** By the witness's clock. */
  at: Date;
}

/** A later cosignature of the same checkpoint replaces the earlier one: it says the same at a later time. */
export const saveCosignature = async (tx: Tx, one: Cosignature, triedAt: Date): Promise<void> => {
  await tx.run(sql`insert into witness.cosignature (log, size, peer_id, line, at)
    values (${one.log}, ${one.size}, ${one.peerId}, ${one.line}, ${one.at})
    on conflict (log, size, peer_id) do update set line = excluded.line, at = excluded.at`);
  await tx.run(sql`insert into witness.progress (peer_id, log, size, cosigned_at, tried_at, answer)
    values (${one.peerId}, ${one.log}, ${one.size}, ${one.at}, ${triedAt}, 'cosigned')
    on conflict (peer_id, log) do update set size = excluded.size, cosigned_at = excluded.cosigned_at,
      tried_at = excluded.tried_at, answer = excluded.answer, problem = ''`);
};

export interface CosignedBy {
  size: number;
  name: string;
  key: string;
  line: string;
  at: Date;
}

const COSIGNED = sql`select c.size, p.name, p.key, c.line, c.at from witness.cosignature c join witness.peer p on p.id = c.peer_id`;

/** Of the newest checkpoint of a log that any witness cosigned. */
export const listNewestCosignatures = (db: Db, log: number): Promise<CosignedBy[]> =>
  db.many(sql`${COSIGNED} where c.log = ${log}
    and c.size = (select max(size) from witness.cosignature where log = ${log}) order by p.name`);

/** Of the first cosigned checkpoint that covers an entry. */
export const listCosignaturesCovering = (db: Db, log: number, number: number): Promise<CosignedBy[]> =>
  db.many(sql`${COSIGNED} where c.log = ${log}
    and c.size = (select min(size) from witness.cosignature where log = ${log} and size > ${number}) order by p.name`);

export interface NewAlarm {
  kind: AlarmKind;
  origin: string;
  witness: string;
  size: number;
  knownSize: number;
  note: string;
  knownNote: string;
}

/** Counts the same trouble up, or notes it for the first time; answers how often it was met. */
export const saveAlarm = (tx: Tx, alarm: NewAlarm, at: Date): Promise<{ id: number; times: number }> =>
  tx.get(sql`insert into witness.alarm as a (kind, origin, witness, size, known_size, note, known_note, first_at, last_at)
    values (${alarm.kind}, ${alarm.origin}, ${alarm.witness}, ${alarm.size}, ${alarm.knownSize}, ${alarm.note}, ${alarm.knownNote}, ${at}, ${at})
    on conflict (kind, origin, witness) where settled_at is null
      do update set times = a.times + 1, last_at = excluded.last_at
    returning id, times`);

export interface AlarmRow extends NewAlarm {
  id: number;
  firstAt: Date;
  lastAt: Date;
  times: number;
  settledAt: Date | null;
  settledNote: string;
}

/** Open ones first, the newest first. */
export const listAlarms = (db: Db, take: number): Promise<AlarmRow[]> =>
  db.many(sql`select id, kind, origin, witness, size, known_size as "knownSize", note, known_note as "knownNote",
      first_at as "firstAt", last_at as "lastAt", times, settled_at as "settledAt", settled_note as "settledNote"
    from witness.alarm order by settled_at is not null, last_at desc, id desc limit ${take}`);

export const settleAlarm = (
  tx: Tx,
  id: number,
  note: string,
  at: Date,
): Promise<{ kind: AlarmKind; origin: string }> =>
  tx.get(sql`update witness.alarm set settled_at = ${at}, settled_note = ${note}
    where id = ${id} and settled_at is null returning kind, origin`);
