import { Refusal } from '#kernel/errors.ts';
import * as contract from './contract.ts';
import { isStranger } from './refreshing.ts';
import type { OrganizationsRouteNeeds } from './routes.ts';

type Values = Record<string, string | number>;

/** The four values under whichever prefix they have; what is missing is empty and proves nothing. */
function askedIn(body: Values) {
  const name = Object.keys(body).find(key => key.endsWith('rid')) ?? 'rid';
  const prefix = name.slice(0, -3);
  const given = (word: string): string => String(body[prefix + word] ?? '');
  return { rid: given('rid'), sid: given('sid'), rtime: given('rtime'), sign: given('sign') };
}

/** Whom the national platform does not have in its list is told so by E-106; whatever else failed, by -1. */
const LISTED = new Set(['organizations.refresh_unknown', 'organizations.refresh_not_allowed']);

export function declareKeys({ http, organizations, signIn, addressOf }: OrganizationsRouteNeeds): void {
  http.route({
    method: 'GET',
    url: '/api/systems/:id',
    access: 'systems.read',
    tag: '组织',
    params: contract.ById,
    reply: contract.SystemDetail,
    summary: { zh: '一个业务系统及其密钥的有效期', en: 'A system, and how long its keys are valid' },
    handle: ({ actor, params }) => organizations.systemOf(actor, params.id),
  });
  http.route({
    method: 'PUT',
    url: '/api/systems/:id',
    access: 'systems.register',
    tag: '组织',
    params: contract.ById,
    body: contract.SystemBody,
    reply: contract.Done,
    summary: {
      zh: '变更业务系统的地址和调用约定',
      en: 'Change where a system calls from, and by which conventions',
    },
    handle: async ({ actor, params, body }) => ({
      record: (await organizations.changeSystem(actor, params.id, body)).record,
    }),
  });
  http.route({
    method: 'POST',
    url: '/api/systems/:id/keys',
    access: 'systems.register',
    tag: '组织',
    params: contract.ById,
    body: contract.KeyBody,
    reply: contract.NewSecretView,
    status: 201,
    summary: { zh: '增加密钥（只显示一次）', en: 'Add a key (its secret is shown once)' },
    handle: async ({ actor, params, body }) => {
      const { value, record } = await organizations.addKey(actor, params.id, body);
      return { ...value, record };
    },
  });
  http.route({
    method: 'POST',
    url: '/api/systems/:id/keys/rotate',
    access: 'systems.register',
    tag: '组织',
    params: contract.ById,
    body: contract.RotateBody,
    reply: contract.NewSecretView,
    status: 201,
    summary: { zh: '更换密钥，新旧并用若干天', en: 'Rotate the key, with days of overlap' },
    handle: async ({ actor, params, body }) => {
      const { value, record } = await organizations.rotateKey(actor, params.id, body);
      return { ...value, record };
    },
  });
  http.route({
    method: 'POST',
    url: '/api/systems/:id/keys/:no/end',
    access: 'systems.register',
    tag: '组织',
    params: contract.ByKey,
    body: contract.ReasonBody,
    reply: contract.Done,
    summary: { zh: '立即停用一个密钥', en: 'End a key now' },
    handle: async ({ actor, params, body }) => ({
      record: (await organizations.endKey(actor, params.id, params.no, body.reason)).record,
    }),
  });
  http.route({
    method: 'POST',
    url: '/api/systems/:id/certificates',
    access: 'systems.register',
    tag: '组织',
    params: contract.ById,
    body: contract.CertificateBody,
    reply: contract.NewCertificateView,
    status: 201,
    summary: { zh: '登记证书', en: 'Register a certificate' },
    handle: async ({ actor, params, body }) => {
      const { value, record } = await organizations.registerCertificate(actor, params.id, body);
      return { ...value, record };
    },
  });
  http.route({
    method: 'POST',
    url: '/api/systems/:id/app-key',
    access: 'systems.register',
    tag: '组织',
    params: contract.ById,
    body: contract.ReasonBody,
    reply: contract.NewAppKeyView,
    status: 201,
    summary: { zh: '更换授权码 appKey（只显示一次）', en: 'Replace the appKey (shown once)' },
    handle: async ({ actor, params, body }) => {
      const { value, record } = await organizations.replaceAppKey(actor, params.id, body.reason);
      return { ...value, record };
    },
  });
  http.route({
    method: 'POST',
    url: '/sysapi/auth/refreshappsecret',
    access: 'public',
    tag: '接口调用',
    body: contract.RefreshBody,
    reply: contract.RefreshView,
    summary: {
      zh: '按国家平台约定刷新 appSecret（以 appKey 签名）',
      en: 'Refresh the appSecret as on the national platform (signed with the appKey)',
    },
    // Existing clients read the code of a 200 and take any other status for a broken network.
    handle: async ({ body, request }) => {
      const address = addressOf(request);
      try {
        const { secret, until } = await organizations.refreshSecret(askedIn(body), address);
        return { code: '0', data: { secret, secretEndTime: String(until) }, message: '成功' };
      } catch (fault) {
        if (!(fault instanceof Refusal)) throw fault;
        if (isStranger(fault)) await signIn.reportStranger(address);
        const code = LISTED.has(fault.code) ? 'E-106' : '-1';
        return { code, data: '' as const, message: `${fault.title.zh}。${fault.remedy.zh}` };
      }
    },
  });
}
