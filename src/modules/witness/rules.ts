import { defineRefusals } from '#kernel/errors.ts';
import { oneOf } from '#kernel/schema.ts';

/** What does not fit together, most certain first. */
export const ALARM_KINDS = ['fork', 'contradicted', 'put_back', 'unproven', 'older'] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];
export const AlarmKindSchema = oneOf(ALARM_KINDS);

export const refuse = defineRefusals('witness', {
  malformed: {
    status: 400,
    title: {
      zh: '这不是 C2SP tlog-witness 的提交：{problem}',
      en: 'This is not a submission of C2SP tlog-witness: {problem}',
    },
    remedy: {
      zh: '请按规范提交：旧条数、一致性证明、空行、签名的存证点',
      en: 'Send the old size, the consistency proof, an empty line and the signed checkpoint',
    },
  },
  unknown_log: {
    status: 404,
    title: { zh: '本平台不为这个存证作见证', en: 'This platform does not witness this log' },
    remedy: {
      zh: '请对方平台运维员先把它登记为受见证的存证',
      en: 'Ask the other platform’s operator to enter it as a known log',
    },
  },
  unknown_key: {
    status: 403,
    title: {
      zh: '存证点没有登记密钥的有效签名',
      en: 'The checkpoint bears no valid signature by a key known for this log',
    },
    remedy: {
      zh: '更换过密钥的，请对方平台运维员登记新公钥',
      en: 'If the key was changed, ask the other platform’s operator to enter the new one',
    },
  },
  contradiction: {
    status: 422,
    title: {
      zh: '存证点接不上已见证的 {known} 条',
      en: 'The checkpoint does not follow from the {known} entries witnessed before',
    },
    remedy: {
      zh: '请核查该存证是否被改动或退回；双方都已留下告警',
      en: 'Find out whether the log was changed or put back; it was noted on both sides',
    },
  },
  key_unusable: {
    status: 503,
    title: { zh: '见证密钥打不开', en: 'The witness’s key does not open' },
    remedy: {
      zh: '请平台运维员核对主密钥',
      en: 'Ask the operator to check the master key',
    },
  },
  bad_key: {
    status: 400,
    title: { zh: '这不是验证公钥：{key}', en: 'This is not a verifier key: {key}' },
    remedy: {
      zh: '请整行粘贴对方公布的公钥，形如 名称+标识+密钥',
      en: 'Paste the whole line that the other side publishes: name+id+key',
    },
  },
  not_a_witness_key: {
    status: 400,
    title: { zh: '这是存证的公钥，不是见证方的', en: 'This is a log’s key, not a witness’s' },
    remedy: {
      zh: '请使用对方 /witness/key 公布的公钥',
      en: 'Use the key that the other side publishes at /witness/key',
    },
  },
  not_a_log_key: {
    status: 400,
    title: { zh: '这是见证方的公钥，不是存证的：{key}', en: 'This is a witness’s key, not a log’s: {key}' },
    remedy: {
      zh: '请使用对方 /ledger/keys 和 /ledger/usage/1/keys 公布的公钥',
      en: 'Use the keys that the other side publishes at /ledger/keys and /ledger/usage/1/keys',
    },
  },
  key_of_another_log: {
    status: 400,
    title: {
      zh: '公钥 {key} 的名称不是存证 {origin}',
      en: 'The key {key} does not bear the name of the log {origin}',
    },
    remedy: {
      zh: '每个存证分别登记，公钥用对方在该存证下公布的整行',
      en: 'Enter each log by itself, with the whole lines that the other side publishes for it',
    },
  },
  key_just_changed: {
    status: 409,
    title: {
      zh: '见证密钥在一天之内已经换过，不能再换',
      en: 'The witness’s key was changed within the last day: it cannot be changed again',
    },
    remedy: {
      zh: '请先看“给对方的登记信息”里的新公钥；确需再换，请满一天后再来',
      en: 'See the new key under “To hand to the other side”; if it must be changed again, come back after a day',
    },
  },
  bad_url: {
    status: 400,
    title: { zh: '地址不可用：{url}', en: 'This address cannot be used: {url}' },
    remedy: {
      zh: '请填写见证方的提交地址，如 https://见证方/witness，不带参数和口令',
      en: 'Give the witness’s submission prefix, such as https://witness/witness, without query or password',
    },
  },
  peer_known: {
    status: 409,
    title: { zh: '这个见证方已经登记', en: 'This witness is entered already' },
    remedy: { zh: '如需更改，请先停用再登记', en: 'To change it, retire it first' },
  },
});

/** The path that a submission goes to, from a submission prefix; undefined when the prefix is none. */
export function submissionUrl(prefix: string): URL | undefined {
  if (!URL.canParse(prefix)) return undefined;
  const url = new URL(prefix);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!plain || !['http:', 'https:'].includes(url.protocol)) return undefined;
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/add-checkpoint`;
  return url;
}
