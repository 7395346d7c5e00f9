import { Type as T } from 'typebox';
import type { FastifyReply, Http } from '#kernel/http.ts';
import { MOST_SUBMISSION_BYTES } from '#kernel/notes/witness.ts';
import { ById, Recorded } from '#kernel/schema.ts';
import * as contract from './contract.ts';
import type { Witness } from './service.ts';

const TAG = '见证';

function asText(reply: FastifyReply, text: string, type = 'text/plain; charset=utf-8'): string {
  void reply.type(type);
  return text;
}

export function declareWitness({ http, witness }: { http: Http; witness: Witness }): void {
  http.route({
    method: 'POST',
    url: '/witness/add-checkpoint',
    access: 'public',
    tag: TAG,
    text: MOST_SUBMISSION_BYTES,
    body: T.String(),
    reply: T.String(),
    summary: {
      zh: '提交存证点请求见证（C2SP tlog-witness）',
      en: 'Submit a checkpoint to be cosigned (C2SP tlog-witness)',
    },
    handle: async ({ body, reply }) => {
      const { status, type, text } = await witness.addCheckpoint(body);
      void reply.code(status);
      return asText(reply, text, type);
    },
  });
  http.route({
    method: 'GET',
    url: '/witness/key',
    access: 'public',
    tag: TAG,
    reply: T.String(),
    summary: { zh: '本平台作为见证方的公钥', en: 'This platform’s verifier key as a witness' },
    handle: async ({ reply }) => asText(reply, await witness.key()),
  });
  http.route({
    method: 'GET',
    url: '/witness/keys',
    access: 'public',
    tag: TAG,
    reply: T.String(),
    summary: {
      zh: '本平台作为见证方的历次公钥，现用的在前',
      en: 'All verifier keys of this platform as a witness, the one in use first',
    },
    handle: async ({ reply }) => asText(reply, await witness.keys()),
  });
  http.route({
    method: 'POST',
    url: '/api/witness/key',
    access: 'witness.manage',
    tag: TAG,
    reply: Recorded,
    summary: { zh: '更换见证密钥', en: 'Change this platform’s key as a witness' },
    handle: async ({ actor }) => ({ record: (await witness.changeKey(actor)).record }),
  });
  http.route({
    method: 'GET',
    url: '/witness/:origin/checkpoint',
    access: 'public',
    tag: TAG,
    params: contract.OriginParams,
    reply: T.String(),
    summary: {
      zh: '最近一次见证的存证点，按来源的 SHA-256 查询',
      en: 'The newest checkpoint cosigned for a log, by the SHA-256 of its origin',
    },
    handle: async ({ params, reply }) => asText(reply, await witness.checkpointOf(params.origin)),
  });
  http.route({
    method: 'GET',
    url: '/api/witness/logs',
    access: 'witness.read',
    tag: TAG,
    reply: T.Array(contract.LogView),
    summary: { zh: '受本平台见证的存证', en: 'Logs that this platform witnesses' },
    handle: () => witness.logs(),
  });
  http.route({
    method: 'POST',
    url: '/api/witness/logs',
    access: 'witness.manage',
    tag: TAG,
    body: contract.LogBody,
    reply: contract.Added,
    status: 201,
    summary: {
      zh: '登记受见证的存证；已登记的更新其公钥',
      en: 'Enter a log to witness, or give a known one other keys',
    },
    handle: async ({ actor, body }) => {
      const { value, record } = await witness.addLog(actor, body);
      return { id: value, record };
    },
  });
  http.route({
    method: 'POST',
    url: '/api/witness/logs/:id/retire',
    access: 'witness.manage',
    tag: TAG,
    params: ById,
    reply: Recorded,
    summary: { zh: '不再见证', en: 'Witness a log no longer' },
    handle: async ({ actor, params }) => ({ record: (await witness.retireLog(actor, params.id)).record }),
  });
  http.route({
    method: 'GET',
    url: '/api/witness/peers',
    access: 'witness.read',
    tag: TAG,
    reply: T.Array(contract.PeerView),
    summary: { zh: '为本平台作见证的各方', en: 'Witnesses of this platform’s logs' },
    handle: () => witness.peers(),
  });
  http.route({
    method: 'POST',
    url: '/api/witness/peers',
    access: 'witness.manage',
    tag: TAG,
    body: contract.PeerBody,
    reply: contract.Added,
    status: 201,
    summary: { zh: '登记见证方', en: 'Enter a witness' },
    handle: async ({ actor, body }) => {
      const { value, record } = await witness.addPeer(actor, body);
      return { id: value, record };
    },
  });
  http.route({
    method: 'POST',
    url: '/api/witness/peers/:id/retire',
    access: 'witness.manage',
    tag: TAG,
    params: ById,
    reply: Recorded,
    summary: { zh: '停用见证方', en: 'Submit to a witness no longer' },
    handle: async ({ actor, params }) => ({ record: (await witness.retirePeer(actor, params.id)).record }),
  });
  http.route({
    method: 'GET',
    url: '/api/witness/alarms',
    access: 'witness.read',
    tag: TAG,
    reply: T.Array(contract.AlarmView),
    summary: { zh: '见证告警', en: 'What witnesses found to contradict itself' },
    handle: () => witness.alarms(),
  });
  http.route({
    method: 'POST',
    url: '/api/witness/alarms/:id/settle',
    access: 'witness.manage',
    tag: TAG,
    params: ById,
    body: contract.SettleBody,
    reply: Recorded,
    summary: { zh: '告警查明后销号', en: 'Close an alarm that was looked into' },
    handle: async ({ actor, params, body }) => ({
      record: (await witness.settleAlarm(actor, params.id, body.note)).record,
    }),
  });
}
