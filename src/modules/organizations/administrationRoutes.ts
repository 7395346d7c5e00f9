import { Type as T } from 'typebox';
import type { Http } from '#kernel/http.ts';
import type { Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import * as contract from './contract.ts';
import type { AccountChanged } from './people.ts';
import type { Organizations } from './service.ts';

const TAG = '组织管理';

/** Regions, departments, accounts and posts: for the three administrators, each as far as their post goes. */
export function declareAdministration({ http, organizations }: { http: Http; organizations: Organizations }) {
  http.route({
    method: 'GET',
    url: '/api/setup',
    access: 'accounts.read',
    tag: TAG,
    reply: contract.SetupView,
    summary: { zh: '安装后的准备情况', en: 'How far the installation is set up' },
    handle: () => organizations.setup(),
  });
  declareRegions(http, organizations);
  declareDepartments(http, organizations);
  declareAccounts(http, organizations);
}

function declareRegions(http: Http, organizations: Organizations): void {
  http.route({
    method: 'GET',
    url: '/api/divisions',
    access: 'organizations.manage',
    tag: TAG,
    query: contract.DivisionQuery,
    reply: T.Array(contract.DivisionView),
    summary: {
      zh: '可添加的行政区划（随平台提供的名录）',
      en: 'Divisions that may be added, from the bundled list',
    },
    handle: ({ query }) => organizations.offerDivisions(query.q),
  });
  http.route({
    method: 'POST',
    url: '/api/regions',
    access: 'organizations.manage',
    tag: TAG,
    body: contract.RegionBody,
    reply: contract.RegionRecorded,
    status: 201,
    summary: { zh: '添加区划', en: 'Add a region' },
    handle: async ({ actor, body }) => {
      const { value, record } = await organizations.createRegion(actor, body.code, body.name.trim());
      return { region: value, record };
    },
  });
  http.route({
    method: 'PUT',
    url: '/api/regions/:code',
    access: 'organizations.manage',
    tag: TAG,
    params: contract.RegionParams,
    body: contract.RegionNameBody,
    reply: contract.RegionRecorded,
    summary: { zh: '修改区划名称', en: 'Rename a region' },
    handle: async ({ actor, params, body }) => {
      const { value, record } = await organizations.renameRegion(actor, params.code, body.name.trim());
      return { region: value, record };
    },
  });
  http.route({
    method: 'DELETE',
    url: '/api/regions/:code',
    access: 'organizations.manage',
    tag: TAG,
    params: contract.RegionParams,
    reply: contract.Done,
    summary: { zh: '移除没有部门和下级的区划', en: 'Remove a region that nothing belongs to' },
    handle: async ({ actor, params }) => ({
      record: (await organizations.removeRegion(actor, params.code)).record,
    }),
  });
}

function declareDepartments(http: Http, organizations: Organizations): void {
  http.route({
    method: 'GET',
    url: '/api/department-list',
    access: 'accounts.read',
    tag: TAG,
    query: contract.DepartmentQuery,
    reply: contract.DepartmentList,
    summary: { zh: '部门列表（检索、分页）', en: 'Departments, searched and paged' },
    handle: ({ query }) => organizations.departmentPage(query),
  });
  http.route({
    method: 'GET',
    url: '/api/departments/:id',
    access: 'accounts.read',
    tag: TAG,
    params: contract.ById,
    reply: contract.DepartmentDetail,
    summary: {
      zh: '一个部门：岗位、系统和依赖它的事项',
      en: 'A department with its posts, systems and what depends on it',
    },
    handle: ({ actor, params }) => organizations.departmentDetail(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/departments',
    access: 'organizations.manage',
    tag: TAG,
    body: contract.DepartmentBody,
    reply: contract.DepartmentRecorded,
    status: 201,
    summary: { zh: '新建部门', en: 'Add a department' },
    handle: async ({ actor, body }) => {
      const { value, record } = await organizations.createDepartment(actor, body);
      return { id: value, record };
    },
  });
  http.route({
    method: 'PUT',
    url: '/api/departments/:id',
    access: 'organizations.manage',
    tag: TAG,
    params: contract.ById,
    body: contract.DepartmentBody,
    reply: contract.DepartmentRecorded,
    summary: { zh: '修改部门', en: 'Change a department' },
    handle: async ({ actor, params, body }) => {
      const { value, record } = await organizations.changeDepartment(actor, params.id, body);
      return { id: value, record };
    },
  });
  http.route({
    method: 'POST',
    url: '/api/departments/:id/actions',
    access: 'organizations.manage',
    tag: TAG,
    params: contract.ById,
    body: contract.DepartmentActBody,
    reply: contract.DepartmentRecorded,
    summary: { zh: '暂停、恢复、撤销部门', en: 'Suspend, resume or dissolve a department' },
    handle: async ({ actor, params, body }) => {
      const { value, record } = await organizations.actOnDepartment(actor, params.id, body);
      return { id: value, record };
    },
  });
}

function declareAccounts(http: Http, organizations: Organizations): void {
  async function told(actor: Actor, { value, record }: Recorded<AccountChanged>) {
    const account = await organizations.account(actor, value.id);
    return { account, ...(value.password === undefined ? {} : { password: value.password }), record };
  }

  http.route({
    method: 'GET',
    url: '/api/accounts',
    access: 'accounts.read',
    tag: TAG,
    query: contract.AccountQuery,
    reply: contract.AccountList,
    summary: { zh: '账号列表（检索、分页）', en: 'Accounts, searched and paged' },
    handle: ({ actor, query }) => organizations.accounts(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/accounts/:id',
    access: 'accounts.read',
    tag: TAG,
    params: contract.ById,
    reply: contract.AccountView,
    summary: { zh: '一个账号和它的岗位', en: 'An account with its posts' },
    handle: ({ actor, params }) => organizations.account(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/accounts',
    access: 'organizations.manage',
    tag: TAG,
    body: contract.AccountBody,
    reply: contract.AccountRecorded,
    status: 201,
    summary: {
      zh: '开通账号（一次性初始密码只显示一次）',
      en: 'Open an account; its one-time password is shown once',
    },
    handle: async ({ actor, body }) =>
      told(actor, await organizations.openAccount(actor, body.login, body.name.trim(), body.posts)),
  });
  http.route({
    method: 'PUT',
    url: '/api/accounts/:id',
    access: 'accounts.handle',
    tag: TAG,
    params: contract.ById,
    body: contract.AccountNameBody,
    reply: contract.AccountRecorded,
    summary: { zh: '修改姓名', en: 'Change the name' },
    handle: async ({ actor, params, body }) =>
      told(actor, await organizations.renameAccount(actor, params.id, body.name.trim())),
  });
  http.route({
    method: 'POST',
    url: '/api/accounts/:id/actions',
    access: 'accounts.handle',
    tag: TAG,
    params: contract.ById,
    body: contract.AccountActBody,
    reply: contract.AccountRecorded,
    summary: {
      zh: '锁定、解锁、重置密码、停用、恢复账号',
      en: 'Lock, unlock, reset the password of, disable or restore an account',
    },
    handle: async ({ actor, params, body }) =>
      told(actor, await organizations.actOnAccount(actor, params.id, body.action, body.reason)),
  });
  http.route({
    method: 'POST',
    url: '/api/accounts/:id/posts',
    access: 'organizations.manage',
    tag: TAG,
    params: contract.ById,
    body: contract.PostBody,
    reply: contract.AccountRecorded,
    status: 201,
    summary: { zh: '提名岗位（待安全管理员确认）', en: 'Put forward for a post' },
    handle: async ({ actor, params, body }) =>
      told(actor, await organizations.putForward(actor, params.id, body)),
  });
  http.route({
    method: 'POST',
    url: '/api/posts/:id/decision',
    access: 'accounts.authorise',
    tag: TAG,
    params: contract.ById,
    body: contract.PostDecisionBody,
    reply: contract.AccountRecorded,
    summary: { zh: '确认或不确认岗位', en: 'Confirm or decline a post' },
    handle: async ({ actor, params, body }) =>
      told(actor, await organizations.actOnPost(actor, params.id, body.action, body.reason)),
  });
  http.route({
    method: 'POST',
    url: '/api/posts/:id/end',
    access: 'accounts.handle',
    tag: TAG,
    params: contract.ById,
    body: contract.PostEndBody,
    reply: contract.AccountRecorded,
    summary: { zh: '结束岗位', en: 'End a post' },
    handle: async ({ actor, params, body }) =>
      told(actor, await organizations.actOnPost(actor, params.id, 'end', body.reason)),
  });
}
