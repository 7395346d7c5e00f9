/** How a person wants to be told, and the robots of a department’s groups. */
import type { Static } from 'typebox';
import { type OutwardRule, outwardAddress } from '#kernel/addresses.ts';
import { type Db, meansWhenBroken } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Keys } from '#kernel/keys.ts';
import { placeOf } from '#kernel/post.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { MESSAGE_KINDS } from './contract.ts';
import type * as contract from './contract.ts';
import { refuse } from './refusals.ts';
import { KNOWN_ROBOTS, isMail, robotUrl } from './rules.ts';
import * as store from './settingsStore.ts';
import { insertTrial } from './store.ts';

meansWhenBroken('robot_name', () => refuse.robot_taken());

export interface SettingsNeeds {
  db: Db;
  /** Reads through the writing login, which alone sees addresses of people. */
  secrets: Db;
  audited: Audited;
  keys: Keys;
  organizations: { networksOf(departmentId: number): Promise<readonly { cidr: string }[]> };
  addresses: Pick<OutwardRule, 'exempt' | 'own'>;
  mailAvailable: boolean;
}

type View = Static<typeof contract.SettingsView>;

/** What a sealed address or secret is bound to. */
export const addressPlace = (id: number): string => `messages.robot/address/${id}`;
export const secretPlace = (id: number): string => `messages.robot/secret/${id}`;

/** Where a robot may lie: the known services, and the networks that the department may reach. */
export async function robotServer(
  { organizations, addresses }: Pick<SettingsNeeds, 'organizations' | 'addresses'>,
  departmentId: number,
  url: URL,
): Promise<string> {
  const { host, port } = placeOf(url);
  const known = url.protocol === 'https:' ? KNOWN_ROBOTS : [];
  const allowed = (await organizations.networksOf(departmentId)).map(network => network.cidr);
  return outwardAddress(host, port, {
    allowed,
    own: addresses.own,
    exempt: new Set([...addresses.exempt, ...known]),
  });
}

const problemOf = (work: Promise<unknown>): Promise<Error | undefined> =>
  work.then(
    () => undefined,
    (error: Error) => error,
  );

const told = (row: store.DeliveryRow): View['mails'][number] => ({
  ...row,
  at: row.at.toISOString(),
  when: row.when.toISOString(),
});

const TRIAL = {
  kind: 'system',
  zh: '这是一条测试消息，收到即配置成功。',
  en: 'This is a trial message: all is set up.',
  path: '/messages/settings',
} as const;

export function createSettings(needs: SettingsNeeds) {
  const { db, secrets, audited, keys, mailAvailable } = needs;
  const mayKeepRobots = (actor: Actor): boolean => actor.permissions.has('messages.robots');

  async function personOf(accountId: number): Promise<store.Person> {
    const found = await store.findPerson(secrets, accountId);
    return found ?? { pageKinds: [...MESSAGE_KINDS], mail: null, mailKinds: [] };
  }

  async function view(actor: Actor): Promise<View> {
    const [person, mails, robots] = await Promise.all([
      personOf(actor.accountId),
      store.lastMails(db, actor.accountId),
      mayKeepRobots(actor) ? store.listRobots(db, actor.departmentId) : [],
    ]);
    return {
      ...person,
      mailAvailable,
      mails: mails.map(told),
      robots: await Promise.all(
        robots.map(async ({ id, name, form, place, kinds, createdAt }) => ({
          id,
          name,
          form,
          place,
          kinds,
          createdAt: createdAt.toISOString(),
          deliveries: (await store.lastPosts(db, id)).map(told),
        })),
      ),
      mayKeepRobots: mayKeepRobots(actor),
    };
  }

  function checkMail({ mail, mailKinds }: Static<typeof contract.SettingsBody>): string | null {
    const address = mail?.trim() ?? '';
    if (address === '') {
      if (mailKinds.length > 0) throw refuse.mail_missing();
      return null;
    }
    if (!isMail(address)) throw refuse.bad_mail({ mail: address });
    if (mailKinds.length > 0 && !mailAvailable) throw refuse.no_mail_server();
    return address;
  }

  return {
    /** The kinds that a person wants in the page. */
    pageKinds: async (accountId: number) => (await personOf(accountId)).pageKinds,

    view,

    async save(actor: Actor, body: Static<typeof contract.SettingsBody>) {
      const object = `account:${actor.accountId}`;
      const { record } = await audited(actor, 'messages.settings', object, async tx => {
        const { pageKinds, mailKinds } = body;
        const mail = checkMail(body);
        await store.savePerson(tx, actor.accountId, { pageKinds, mail, mailKinds });
        // The address itself is the person's own and stays out of the record.
        return { value: undefined, facts: { pageKinds, mailKinds, hasMail: mail !== null } };
      });
      return { settings: await view(actor), record };
    },

    /** A message to oneself by mail: what comes of it stands on the page with the others. */
    async tryMail(actor: Actor) {
      const { record } = await audited(actor, 'messages.try_mail', `account:${actor.accountId}`, async tx => {
        const { mail } = await personOf(actor.accountId);
        if (!mailAvailable) throw refuse.no_mail_server();
        if (mail === null) throw refuse.mail_missing();
        await insertTrial(tx, TRIAL, { accountId: actor.accountId, robotId: null }, new Date(tx.at));
        return { value: undefined };
      });
      return { settings: await view(actor), record };
    },

    async addRobot(actor: Actor, body: Static<typeof contract.RobotBody>) {
      const { departmentId } = actor;
      const address = body.address.trim();
      const url = robotUrl(address);
      // Names are looked up before the command: a transaction does not wait for a name server.
      const forbidden = url && (await problemOf(robotServer(needs, departmentId, url)));
      const { record } = await audited(
        actor,
        'messages.add_robot',
        `department:${departmentId}`,
        async tx => {
          const { form, kinds } = body;
          const name = body.name.trim();
          const secret = body.secret?.trim() ?? '';
          if (!url) throw refuse.bad_robot();
          if (forbidden) throw forbidden;
          if (form === 'wecom' && secret !== '') throw refuse.no_secret_here();
          const id = await store.insertRobot(
            tx,
            { departmentId, name, form, place: url.origin, kinds },
            row => ({
              address: keys.seal('credentials', addressPlace(row), address),
              secret: secret === '' ? null : keys.seal('credentials', secretPlace(row), secret),
            }),
            new Date(tx.at),
          );
          const facts = { name, form, place: url.origin, kinds, signed: secret !== '' };
          return { value: undefined, object: `robot:${id}`, facts };
        },
      );
      return { settings: await view(actor), record };
    },

    async removeRobot(actor: Actor, id: number) {
      const { record } = await audited(actor, 'messages.remove_robot', `robot:${id}`, async tx => {
        const removed = await store.removeRobot(tx, id, actor.departmentId, new Date(tx.at));
        if (removed === 0) throw platform.not_found();
        return { value: undefined };
      });
      return { settings: await view(actor), record };
    },

    async tryRobot(actor: Actor, id: number) {
      const { record } = await audited(actor, 'messages.try_robot', `robot:${id}`, async tx => {
        const own = await store.listRobots(tx, actor.departmentId);
        if (!own.some(robot => robot.id === id)) throw platform.not_found();
        await insertTrial(tx, TRIAL, { accountId: null, robotId: id }, new Date(tx.at));
        return { value: undefined };
      });
      return { settings: await view(actor), record };
    },
  };
}

export type Settings = ReturnType<typeof createSettings>;
