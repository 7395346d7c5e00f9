import { X509Certificate, createHash, randomBytes } from 'node:crypto';
import { networks } from '#kernel/addresses.ts';
import { type Db, meansWhenBroken } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Audited, Command, Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { CertificateBody, KeyBody, RotateBody, SystemBody, SystemDetail } from './contract.ts';
import type { Static } from 'typebox';
import * as rules from './keyRules.ts';
import * as store from './keyStore.ts';
import { refuse } from './refusals.ts';

meansWhenBroken('system_key_fingerprint', () => refuse.certificate_taken());

export interface KeysNeeds {
  /** The login that writes: nobody else reads what the gateway knows of systems. */
  db: Db;
  audited: Audited;
  keys: Keys;
  now: () => number;
}

/** Shown once, at the moment it is made. */
export interface NewSecret {
  no: number;
  appSecret: string;
  until: string;
}

const WEEK = 7 * 86_400_000;

export const newSecret = (): string => randomBytes(16).toString('hex');
/** Where a key of a system is sealed to. */
export const placeOf = (systemId: number, no: number): string => `plans.system_key/sealed/${systemId}/${no}`;

/** What a certificate in PEM says; refuses what is none. SM2 certificates are read as others are. */
function readCertificate(pem: string): { fingerprint: string; subject: string; until: Date } {
  try {
    const certificate = new X509Certificate(pem);
    return {
      fingerprint: `sha256:${createHash('sha256').update(certificate.raw).digest('hex')}`,
      subject: certificate.subject.replaceAll('\n', ', ').slice(0, 200),
      until: new Date(certificate.validTo),
    };
  } catch {
    throw refuse.not_a_certificate();
  }
}

/** What is registered: the certificate itself, or its fingerprint with whom it names and the end that is asked for. */
function certificateIn({ certificate, fingerprint, subject }: Static<typeof CertificateBody>, until: Date) {
  if (certificate !== undefined) return readCertificate(certificate);
  if (fingerprint === undefined || subject === undefined) throw refuse.not_a_certificate();
  return { fingerprint, subject, until };
}

/** Keys of the actor's own systems, and what a system says about how it calls. */
export function createSystemKeys({ db, audited, keys, now }: KeysNeeds) {
  async function own(on: Db, actor: Actor, id: number): Promise<store.SystemRow> {
    const system = await store.findSystem(on, id);
    if (!system || system.departmentId !== actor.departmentId) throw platform.not_found();
    return system;
  }

  const list = async (on: Db, id: number, at: number): Promise<store.KeyRow[]> =>
    store.listKeys(on, id, new Date(at - WEEK));

  /** A system of the actor's, its keys held against other commands, and those that have not ended. */
  async function take(tx: Command, actor: Actor, id: number) {
    await store.lockSystem(tx, id);
    const system = await own(tx, actor, id);
    const open = (await list(tx, id, tx.at)).filter(
      key => rules.stateOf(key.since, key.until, tx.at) !== 'ended',
    );
    return { system, open };
  }

  async function insert(
    tx: Command,
    systemId: number,
    of: Pick<store.NewKey, 'environment' | 'note' | 'until'>,
    more: { secret: string } | { fingerprint: string; subject: string },
  ): Promise<number> {
    const { no } = await store.nextNo(tx, systemId);
    const given = 'secret' in more ? { fingerprint: null, subject: null } : more;
    await store.insertKey(tx, {
      systemId,
      no,
      ...of,
      ...given,
      origin: 'person',
      sealed: 'secret' in more ? keys.seal('app-keys', placeOf(systemId, no), more.secret) : null,
      since: new Date(tx.at),
    });
    return no;
  }

  const roomFor = (open: readonly store.KeyRow[]): void => {
    if (open.filter(key => key.origin !== 'refresh').length >= rules.MOST_VALID_KEYS)
      throw refuse.too_many_keys({ most: rules.MOST_VALID_KEYS });
  };

  return {
    /** A system of the actor's department with its keys; never their secrets. */
    async systemOf(actor: Actor, id: number): Promise<Static<typeof SystemDetail>> {
      const system = await own(db, actor, id);
      const at = now();
      const mayChange = actor.permissions.has('systems.register');
      const found = await list(db, id, at);
      return {
        id,
        departmentId: system.departmentId,
        name: system.name,
        rid: system.rid,
        addresses: system.addresses,
        spread: system.spread,
        conventions: system.profiles,
        createdAt: system.createdAt.toISOString(),
        mayChange,
        keys: found.map(key => {
          const state = rules.stateOf(key.since, key.until, at);
          return {
            ...key,
            since: key.since.toISOString(),
            until: key.until.toISOString(),
            state,
            mayEnd: mayChange && state !== 'ended',
          };
        }),
      };
    },

    /** Where a system calls from, and by which conventions. */
    changeSystem(actor: Actor, id: number, body: Static<typeof SystemBody>): Promise<Recorded<void>> {
      return audited(actor, 'organizations.change_system', `system:${id}`, async tx => {
        const { system } = await take(tx, actor, id);
        checkAccess(body.addresses, body.conventions);
        const next = { addresses: body.addresses, spread: body.spread, profiles: body.conventions };
        await store.setSystem(tx, id, next);
        const { addresses, spread, profiles } = system;
        return { value: undefined, facts: { ...next, before: { addresses, spread, profiles } } };
      });
    },

    /** A further secret beside those that the system has. */
    addKey(actor: Actor, id: number, body: Static<typeof KeyBody>): Promise<Recorded<NewSecret>> {
      return audited(actor, 'organizations.add_key', `system:${id}`, async tx => {
        const { open } = await take(tx, actor, id);
        roomFor(open);
        const { environment, days, note } = body;
        const secret = newSecret();
        const until = rules.daysAfter(tx.at, days);
        const no = await insert(tx, id, { environment, note, until }, { secret });
        return {
          value: { no, appSecret: secret, until: until.toISOString() },
          facts: { no, environment, until: until.toISOString() },
        };
      });
    },

    /** A new secret; those of its environment that people made end when the overlap is over. */
    rotateKey(actor: Actor, id: number, body: Static<typeof RotateBody>): Promise<Recorded<NewSecret>> {
      return audited(actor, 'organizations.rotate_key', `system:${id}`, async tx => {
        const { open } = await take(tx, actor, id);
        const { environment, days, overlapDays } = body;
        const end = rules.daysAfter(tx.at, overlapDays);
        const old = open.filter(
          key => key.kind === 'secret' && key.origin !== 'refresh' && key.environment === environment,
        );
        if (overlapDays > 0) roomFor(open);
        for (const key of old) await store.endKey(tx, id, key.no, end, null);
        const secret = newSecret();
        const until = rules.daysAfter(tx.at, days);
        const no = await insert(tx, id, { environment, note: body.note, until }, { secret });
        return {
          value: { no, appSecret: secret, until: until.toISOString() },
          facts: {
            no,
            environment,
            until: until.toISOString(),
            ends: old.map(key => key.no),
            endsAt: end.toISOString(),
          },
        };
      });
    },

    /** A certificate with which the system comes through a front that ends mutual TLS. */
    registerCertificate(
      actor: Actor,
      id: number,
      body: Static<typeof CertificateBody>,
    ): Promise<Recorded<{ no: number; fingerprint: string }>> {
      return audited(actor, 'organizations.register_certificate', `system:${id}`, async tx => {
        const { open } = await take(tx, actor, id);
        roomFor(open);
        const { environment, note } = body;
        const most = rules.daysAfter(tx.at, body.days);
        const read = certificateIn(body, most);
        const until = read.until < most ? read.until : most;
        if (until.getTime() <= tx.at) throw refuse.certificate_over();
        const { fingerprint, subject } = read;
        await store.closePast(tx, fingerprint, new Date(tx.at));
        const no = await insert(tx, id, { environment, note, until }, { fingerprint, subject });
        return {
          value: { no, fingerprint },
          facts: { no, environment, fingerprint, subject, until: until.toISOString() },
        };
      });
    },

    /** Ends a key at once, such as one that somebody else may have seen. */
    endKey(actor: Actor, id: number, no: number, reason: string): Promise<Recorded<void>> {
      return audited(actor, 'organizations.end_key', `system:${id}`, async tx => {
        const { open } = await take(tx, actor, id);
        if (!open.some(key => key.no === no)) throw refuse.key_over({ no });
        await store.endKey(tx, id, no, new Date(tx.at), new Date(tx.at));
        return { value: undefined, facts: { no, reason } };
      });
    },

    /**
     * A new appKey in place of the old one, at once, and the end of all secrets that were fetched with the old one:
     * whoever held it could read them.
     */
    replaceAppKey(actor: Actor, id: number, reason: string): Promise<Recorded<{ appKey: string }>> {
      return audited(actor, 'organizations.replace_app_key', `system:${id}`, async tx => {
        const { open } = await take(tx, actor, id);
        const appKey = newSecret();
        await store.setAppKey(tx, id, keys.seal('app-keys', `plans.system/app_key/${id}`, appKey));
        const fetched = open.filter(key => key.origin === 'refresh').map(key => key.no);
        for (const no of fetched) await store.endKey(tx, id, no, new Date(tx.at), new Date(tx.at));
        return { value: { appKey }, facts: { reason, ended: fetched } };
      });
    },

    /** Keys of which their departments are to be told today, with the days that are left of them. */
    async keysToTell(): Promise<{ key: store.EndingKey; days: number }[]> {
      const at = now();
      const ending = await store.listEnding(db, new Date(at), rules.daysAfter(at, rules.TELL_DAYS[0]));
      return ending.flatMap(key => {
        const days = rules.tellingOf(key.until, at);
        return days !== undefined && (key.told === null || days < key.told) ? [{ key, days }] : [];
      });
    },
    /** False when another worker said it. */
    keyIsTold: async (tx: Command, key: store.EndingKey, days: number): Promise<boolean> =>
      (await store.insertTold(tx, key, days)) > 0,
  };
}

/** Refuses addresses that are none, or none worth the name for what the system wants to call by. */
export function checkAccess(addresses: readonly string[], conventions: readonly rules.Convention[]): void {
  networks(addresses);
  const wide = rules.tooWide(addresses, conventions);
  if (wide.length > 0) throw refuse.addresses_too_wide({ addresses: wide });
}
