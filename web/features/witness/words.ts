import type { Alarm, Peer } from './types.ts';

type Words = readonly [zh: string, en: string];

/** What a witness answered, by the word of the record of answers. */
export const ANSWERS: Readonly<Record<string, Words>> = {
  cosigned: ['已见证', 'cosigned'],
  conflict: ['见证方记得的条数更多', 'the witness knows more entries'],
  contradiction: ['见证方认为接不上', 'the witness says that it does not follow'],
  unknown_log: ['见证方还没登记这个存证', 'the witness does not know this log'],
  unknown_key: ['见证方没有现用的公钥', 'the witness does not have the present key'],
  bad_cosignature: ['见证签名核对不上', 'its cosignature does not verify'],
  unreachable: ['连不上', 'cannot be reached'],
  failed: ['提交未成', 'the submission failed'],
  other: ['应答看不懂', 'an answer that is not understood'],
};

export const ALARMS: Readonly<Record<Alarm['kind'], { name: Words; means: Words }>> = {
  fork: {
    name: ['存证分叉', 'Fork'],
    means: [
      '同样的条数有两个不同的签名存证点：只有持有密钥的一方能做到，存证已不可信。',
      'Two signed seal points of one size differ. Only the holder of the key can do that: the log cannot be trusted.',
    ],
  },
  contradicted: {
    name: ['接不上', 'Contradicted'],
    means: [
      '见证方认为本存证的新存证点接不上它见证过的：记录可能被改动。',
      'The witness says that our new seal point does not follow from what it cosigned: records may have been changed.',
    ],
  },
  put_back: {
    name: ['存证变短', 'Put back'],
    means: [
      '本存证比见证方见过的还短：数据库可能被退回到更早的备份。',
      'Our log is shorter than what the witness saw: the database may have been put back to an earlier backup.',
    ],
  },
  unproven: {
    name: ['证明不成立', 'Not proved'],
    means: [
      '提交上来的一致性证明不成立。也可能是旁人拿公开的存证点来试。',
      'The consistency proof that was sent does not hold. A stranger may also have tried with a public seal point.',
    ],
  },
  older: {
    name: ['旧存证点', 'Older seal point'],
    means: [
      '收到比已见证的更短的存证点：对方可能被退回，也可能是旁人重发旧的。',
      'A seal point shorter than the cosigned one came in: the log may have been put back, or a stranger sent an old one again.',
    ],
  },
};

/** Says of a witness that it has followed each of our logs. */
export const agreeing = (peer: Peer): boolean =>
  peer.logs.length > 0 && peer.logs.every(log => log.answer === 'cosigned');
