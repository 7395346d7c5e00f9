import type { Static } from 'typebox';
import type { Db, Tx } from '#kernel/db.ts';
import { readableToken } from '#kernel/ids.ts';
import type { Audited, Command, Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { countAdministrators, listSecurityInOffice, lockOffice } from './administrationStore.ts';
import type { AccountQuery, AccountView, PostBody } from './contract.ts';
import { keepAdministrators } from './office.ts';
import * as people from './peopleStore.ts';
import * as rules from './rules.ts';
import { hashPassword } from './signIn.ts';
import * as store from './store.ts';

/** Meets the rules of a password, and is made of characters that can be read aloud. */
export const oneTimePassword = (): string => `Sq-${readableToken(16)}9`;

type Post = Static<typeof PostBody>;
/** `password` is there once, when it was just made. */
export interface AccountChanged {
  id: number;
  password?: string;
}

const rolesOf = (posts: readonly people.PostOfAccount[]): Role[] =>
  posts.filter(post => post.state !== 'ended').map(post => post.role);

/** Accounts and posts: opened by the operator, given rights by the security officer, recorded for the auditor. */
export function createPeople({ db, audited, now }: { db: Db; audited: Audited; now: () => number }) {
  function whyNotHandled(actor: Actor, account: people.AccountListRow, securityInOffice: readonly number[]) {
    // Whoever left keeps being who they were: an auditor's account is not the operator's to reopen.
    const roles =
      account.state === 'disabled' ? account.posts.map(post => post.role) : rolesOf(account.posts);
    const others = securityInOffice.filter(id => id !== account.id);
    return rules.whyNotHandled(actor, { id: account.id, roles }, others.length);
  }

  function viewOf(
    actor: Actor,
    account: people.AccountListRow,
    securityInOffice: readonly number[],
  ): Static<typeof AccountView> {
    const notHandled = actor.permissions.has('accounts.handle')
      ? whyNotHandled(actor, account, securityInOffice)
      : 'operator_handles';
    const handles = notHandled === undefined;
    const confirms = actor.permissions.has('accounts.authorise') && actor.accountId !== account.id;
    return {
      ...account,
      shutOutUntil: account.shutOutUntil?.toISOString() ?? null,
      posts: account.posts.map(post => ({
        ...post,
        actions:
          account.state === 'disabled'
            ? []
            : rules.POST.actions(post.state, relation => (relation === 'security' ? confirms : handles)),
      })),
      actions: rules.ACCOUNT.actions(account.state, () => handles),
      own: actor.accountId === account.id,
      appointable:
        actor.permissions.has('organizations.manage') &&
        actor.accountId !== account.id &&
        account.state !== 'disabled',
      notHandled: notHandled === undefined ? null : rules.refuse[notHandled]().title.zh,
      notHandledEn: notHandled === undefined ? null : rules.refuse[notHandled]().title.en,
    };
  }

  async function appoint(tx: Command, accountId: number, held: readonly Role[], posts: readonly Post[]) {
    if (!rules.mayBeOnePerson([...held, ...posts.map(post => post.role)]))
      throw rules.refuse.administrators_apart();
    const { everSecurity } = await countAdministrators(tx);
    const names: string[] = [];
    for (const { departmentId, role } of posts) {
      const department = await store.getDepartment(tx, departmentId);
      if (department.state !== 'active') throw rules.refuse.department_closed({ name: department.name });
      if (role === 'authority' && !department.isAuthority)
        throw rules.refuse.not_an_authority({ name: department.name });
      // Until there is a security officer, nobody could confirm anything: the operator alone sets up the platform.
      const made = await people.putForward(tx, {
        accountId,
        departmentId,
        role,
        at: new Date(tx.at),
        inForce: !everSecurity,
      });
      if (!made) throw rules.refuse.post_held();
      names.push(`${department.name} ${rules.ROLE_NAMES[role].zh}`);
    }
    return { posts: names, inForce: !everSecurity };
  }

  /** The account under the office's lock, once it is sure that the actor handles it. */
  async function handled(tx: Tx, actor: Actor, id: number): Promise<people.AccountListRow> {
    await lockOffice(tx);
    await people.lockAccount(tx, id);
    const account = await people.getAccount(tx, new Date(now()), id);
    const notHandled = whyNotHandled(actor, account, await listSecurityInOffice(tx));
    if (notHandled !== undefined) throw rules.refuse[notHandled]();
    return account;
  }

  async function renewPassword(tx: Tx, account: people.AccountListRow): Promise<string> {
    const password = oneTimePassword();
    await people.setOneTimePassword(tx, account.id, await hashPassword(password));
    await store.clearFailures(tx, account.login);
    return password;
  }

  /** What each action of the lifecycle does; the same names. Answers a new one-time password where it makes one. */
  const acts: Record<
    rules.AccountAction,
    (tx: Command, account: people.AccountListRow) => Promise<string | undefined>
  > = {
    lock: async (tx, { id }) => {
      await people.setLocked(tx, id, new Date(tx.at));
      return undefined;
    },
    unlock: async (tx, { id, login }) => {
      await people.setLocked(tx, id, null);
      await store.clearFailures(tx, login);
      return undefined;
    },
    reset_password: renewPassword,
    disable: async (tx, { id }) => {
      await people.disable(tx, id, new Date(tx.at));
      return undefined;
    },
    enable: async (tx, account) => {
      await people.enable(tx, account.id);
      return renewPassword(tx, account);
    },
  };

  return {
    account: async (actor: Actor, id: number) =>
      viewOf(actor, await people.getAccount(db, new Date(now()), id), await listSecurityInOffice(db)),
    accounts: async (actor: Actor, query: Static<typeof AccountQuery>) => {
      const { total, items } = await people.listAccounts(db, new Date(now()), {
        ...query,
        department: query.department ?? null,
      });
      const security = await listSecurityInOffice(db);
      return { total, items: items.map(row => viewOf(actor, row, security)) };
    },

    openAccount(
      actor: Actor,
      login: string,
      name: string,
      posts: readonly Post[],
    ): Promise<Recorded<AccountChanged>> {
      return audited(actor, 'organizations.open_account', 'account', async tx => {
        await lockOffice(tx);
        const password = oneTimePassword();
        const { id } = await store.insertAccount(tx, login, name, await hashPassword(password), true, false);
        const appointed = await appoint(tx, id, [], posts);
        return { value: { id, password }, object: `account:${id}`, facts: { login, ...appointed } };
      });
    },

    renameAccount(actor: Actor, id: number, name: string): Promise<Recorded<AccountChanged>> {
      return audited(actor, 'organizations.rename_account', `account:${id}`, async tx => {
        const account = await handled(tx, actor, id);
        await people.setName(tx, id, name);
        return { value: { id }, facts: { login: account.login, from: account.name, to: name } };
      });
    },

    actOnAccount(
      actor: Actor,
      id: number,
      action: rules.AccountAction,
      reason: string,
    ): Promise<Recorded<AccountChanged>> {
      return audited(actor, `organizations.${action}`, `account:${id}`, async tx => {
        const account = await handled(tx, actor, id);
        if (rules.ACCOUNT.next(action, account.state) === undefined) throw rules.refuse.account_state();
        const password = await keepAdministrators(tx, () => acts[action](tx, account));
        // Whatever was done, nobody goes on in a session from before it.
        await people.deleteSessions(tx, id);
        return {
          value: { id, ...(password === undefined ? {} : { password }) },
          facts: { login: account.login, reason },
        };
      });
    },

    putForward(actor: Actor, id: number, post: Post): Promise<Recorded<AccountChanged>> {
      return audited(actor, 'organizations.put_forward', `account:${id}`, async tx => {
        await lockOffice(tx);
        await people.lockAccount(tx, id);
        if (actor.accountId === id) throw rules.refuse.own_account();
        const account = await people.getAccount(tx, new Date(now()), id);
        if (account.state === 'disabled') throw rules.refuse.account_state();
        const facts = await appoint(tx, id, rolesOf(account.posts), [post]);
        return { value: { id }, facts: { login: account.login, ...facts } };
      });
    },

    actOnPost(
      actor: Actor,
      id: number,
      action: rules.PostAction,
      reason: string,
    ): Promise<Recorded<AccountChanged>> {
      return audited(actor, `organizations.${action}_post`, `post:${id}`, async tx => {
        await lockOffice(tx);
        const post = await people.getPost(tx, id);
        if (post.accountId === actor.accountId) throw rules.refuse.own_account();
        if (action === 'end') await handled(tx, actor, post.accountId);
        if (rules.POST.next(action, post.state) === undefined) throw rules.refuse.post_state();
        const at = new Date(tx.at);
        await keepAdministrators(tx, () =>
          action === 'confirm' ? people.confirmPost(tx, id, actor.accountId, at) : people.endPost(tx, id, at),
        );
        const named = `${post.departmentName} ${rules.ROLE_NAMES[post.role].zh}`;
        return { value: { id: post.accountId }, facts: { login: post.login, post: named, reason } };
      });
    },
  };
}
