import { Type as T } from 'typebox';
import { BOTH_FACES } from '#kernel/faces.ts';
import type { Http, FastifyReply, FastifyRequest } from '#kernel/http.ts';
import { PERMISSIONS } from '#vocabulary/permissions.ts';
import { declareAdministration } from './administrationRoutes.ts';
import { declareKeys } from './keyRoutes.ts';
import * as contract from './contract.ts';
import type { Organizations } from './service.ts';
import { COOKIE, type SignIn } from './signIn.ts';

export interface OrganizationsRouteNeeds {
  http: Http;
  organizations: Organizations;
  signIn: SignIn;
  demonstration: boolean;
  /** The caller's address as far as trusted proxies tell it. */
  addressOf: (request: FastifyRequest) => string;
}

export function declareOrganizations(needs: OrganizationsRouteNeeds): void {
  const { http, organizations, signIn, demonstration, addressOf } = needs;
  declareAdministration(needs);
  declareKeys(needs);

  function setCookie(request: FastifyRequest, reply: FastifyReply, value: string, age: number): void {
    // Behind TLS the cookie is marked Secure; on a plain loopback installation a Secure cookie would never come back.
    const secure = request.headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
    void reply.header(
      'set-cookie',
      `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${secure}`,
    );
  }

  async function describe(request: FastifyRequest) {
    const visit = await signIn.visitOf(request);
    if (!visit) return { signedIn: false, demonstration };
    const { actor } = visit;
    const posts = await signIn.listPostsOf(actor.accountId);
    const shown = posts.map(({ id, role, departmentId, departmentName }) => ({
      id,
      role,
      departmentId,
      departmentName,
    }));
    const post = shown.find(row => row.id === actor.postId);
    return {
      signedIn: true,
      name: actor.name,
      ...(post ? { post } : {}),
      posts: shown,
      permissions: PERMISSIONS.filter(permission => actor.permissions.has(permission)),
      csrf: visit.csrf,
      mustChangePassword: visit.mustChangePassword,
      demonstration,
    };
  }

  http.route({
    method: 'GET',
    url: '/api/session',
    access: 'public',
    faces: BOTH_FACES,
    tag: '登录',
    reply: contract.SessionView,
    beforePasswordChange: true,
    summary: { zh: '当前登录人与岗位', en: 'Who is signed in, and in which post' },
    handle: async ({ request, face }) => ({ ...(await describe(request)), face }),
  });
  http.route({
    method: 'POST',
    url: '/api/session',
    access: 'public',
    tag: '登录',
    body: contract.SignInBody,
    reply: contract.SessionView,
    beforePasswordChange: true,
    beginsSession: true,
    summary: { zh: '登录', en: 'Sign in' },
    handle: async ({ body, request, reply }) => {
      const { token } = await signIn.signIn(body.login, body.password, addressOf(request));
      setCookie(request, reply, token, 12 * 3600);
      request.headers.cookie = `${COOKIE}=${token}`;
      return describe(request);
    },
  });
  http.route({
    method: 'DELETE',
    url: '/api/session',
    access: 'signed_in',
    tag: '登录',
    reply: contract.SessionView,
    beforePasswordChange: true,
    summary: { zh: '退出登录', en: 'Sign out' },
    handle: async ({ actor, request, reply }) => {
      const visit = await signIn.visitOf(request);
      if (visit) await signIn.signOut(actor, visit.token);
      setCookie(request, reply, '', 0);
      return { signedIn: false, demonstration };
    },
  });
  http.route({
    method: 'PUT',
    url: '/api/session/post',
    access: 'signed_in',
    tag: '登录',
    body: contract.SwitchBody,
    reply: contract.SessionView,
    summary: { zh: '切换岗位', en: 'Switch post' },
    handle: async ({ actor, body, request }) => {
      const visit = await signIn.visitOf(request);
      if (visit) await signIn.switchPost(actor, visit.token, body.postId);
      return describe(request);
    },
  });
  http.route({
    method: 'PUT',
    url: '/api/session/password',
    access: 'signed_in',
    tag: '登录',
    body: contract.PasswordBody,
    reply: contract.SessionView,
    beforePasswordChange: true,
    summary: { zh: '修改密码', en: 'Change the password' },
    handle: async ({ actor, body, request }) => {
      const visit = await signIn.visitOf(request);
      if (visit) await signIn.changePassword(actor, visit.token, body.present, body.next);
      return describe(request);
    },
  });
  http.route({
    method: 'GET',
    url: '/api/demonstration/posts',
    access: 'public',
    tag: '登录',
    reply: T.Array(contract.DemoPostView),
    summary: { zh: '演示岗位', en: 'Demonstration posts' },
    handle: async () => (demonstration ? organizations.demoPosts() : []),
  });
  http.route({
    method: 'GET',
    url: '/api/regions',
    access: 'public',
    tag: '组织',
    reply: T.Array(contract.RegionView),
    summary: { zh: '行政区划', en: 'Regions' },
    handle: () => organizations.regions(),
  });
  http.route({
    method: 'GET',
    url: '/api/departments',
    access: 'public',
    tag: '组织',
    reply: T.Array(contract.DepartmentView),
    summary: { zh: '部门', en: 'Departments' },
    handle: () => organizations.departments(),
  });
  http.route({
    method: 'GET',
    url: '/api/systems',
    access: 'systems.read',
    tag: '组织',
    reply: T.Array(contract.SystemView),
    summary: { zh: '本部门的业务系统', en: 'Systems of your department' },
    handle: ({ actor }) => organizations.systemsOf(actor.departmentId),
  });
  http.route({
    method: 'POST',
    url: '/api/systems',
    access: 'systems.register',
    tag: '组织',
    body: contract.RegisterSystemBody,
    reply: contract.SystemSecretsView,
    status: 201,
    summary: { zh: '登记业务系统（密钥只显示一次）', en: 'Register a system (its secret is shown once)' },
    handle: async ({ actor, body }) => {
      const { name, addresses, spread, conventions } = body;
      const { value, record } = await organizations.registerSystem(
        actor,
        name,
        addresses,
        spread,
        conventions,
      );
      return { ...value, record };
    },
  });
  http.route({
    method: 'GET',
    url: '/api/departments/:id/networks',
    access: 'networks.manage',
    tag: '组织',
    params: contract.ById,
    reply: T.Array(contract.NetworkView),
    summary: {
      zh: '允许平台代为连接的网络',
      en: 'Networks that the platform may connect to for a department',
    },
    handle: ({ params }) => organizations.networksOf(params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/departments/:id/networks',
    access: 'networks.manage',
    tag: '组织',
    params: contract.ById,
    body: contract.NetworkBody,
    reply: contract.Done,
    status: 201,
    summary: { zh: '允许一个网络', en: 'Allow a network' },
    handle: async ({ actor, params, body }) => ({
      record: (await organizations.allowNetwork(actor, params.id, body.cidr, body.note)).record,
    }),
  });
  http.route({
    method: 'DELETE',
    url: '/api/networks/:id',
    access: 'networks.manage',
    tag: '组织',
    params: contract.ById,
    reply: contract.Done,
    summary: { zh: '取消允许一个网络', en: 'Withdraw an allowed network' },
    handle: async ({ actor, params }) => ({
      record: (await organizations.forbidNetwork(actor, params.id)).record,
    }),
  });
}
