import type { Content } from './rules.ts';

/**
 * Marks and words by which a text says of itself that it is secret (保守国家秘密法: 绝密, 机密, 秘密 with a star;
 * 工作秘密). 商业秘密 and 个人隐私 are none: they are shared by agreement.
 */
const MARK =
  /(?<![拒杜隔])绝密(?![切接闭集])|(?<![手随司飞有电算耳])机密(?![码钥封度集闭])|秘密\s*[★☆⭐]|内部资料\s*注意保存/u;
const WORD = /(?<![加稠紧])密级|国家秘密|工作秘密/u;
/** Between the characters of a mark they hide it from a search, not from a reader. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu;

/**
 * The mark in a text; undefined when it says nothing of secrecy. A name of a law or a duty (`public`) may speak of
 * secrets, as 《保守国家秘密法》 does, and be none; a mark it cannot bear. 手机密码 and 拒绝密接 hold no mark.
 */
export function secretMark(text: string, is: 'content' | 'public' = 'content'): string | undefined {
  const plain = text.normalize('NFKC').replace(INVISIBLE, '');
  return (MARK.exec(plain) ?? (is === 'content' ? WORD.exec(plain) : null))?.[0];
}

export interface SecretPlace {
  mark: string;
  zh: string;
  en: string;
}

/**
 * The first place of an entry that says it is secret: what people wrote of the entry, then of its items. A
 * place is named by its position only, because the refusal is recorded and content that looks secret must not be.
 */
export function secretMarks(content: Content): SecretPlace | undefined {
  const texts: [text: string, zh: string, en: string, is?: 'public'][] = [
    [content.title, '目录名称', 'The title'],
    [content.abstract, '摘要', 'The abstract'],
    [content.system, '来源系统', 'The source system'],
    [content.format.type, '数据格式', 'The format'],
    [content.format.remark, '格式备注', 'The remark on the format'],
    [content.digitising, '数字化计划', 'The digitising plan'],
    [content.updateCycleNote, '更新周期说明', 'The note on the cycle'],
    [content.contact, '联系岗位', 'The contact'],
    [content.scope, '共享范围', 'The scope'],
    [content.purpose, '使用用途', 'The purpose'],
    [content.useTerms, '使用条件', 'The terms of use'],
    [content.openConditions, '开放条件', 'The conditions of opening'],
    [content.duty.title, '职责或事项', 'The duty', 'public'],
    [content.basis?.title ?? '', '依据', 'The legal basis', 'public'],
    ...content.conditions.map((line, at): [string, string, string] => [
      line,
      `第 ${at + 1} 个共享条件`,
      `Condition ${at + 1}`,
    ]),
    ...content.items.flatMap((item, at): [string, string, string][] => [
      [item.name, `第 ${at + 1} 个数据项的名称`, `The name of item ${at + 1}`],
      [item.description, `第 ${at + 1} 个数据项的说明`, `The description of item ${at + 1}`],
      [item.conditions.join('\n'), `第 ${at + 1} 个数据项的条件`, `The conditions of item ${at + 1}`],
      [item.codeTable, `第 ${at + 1} 个数据项的代码表`, `The code table of item ${at + 1}`],
    ]),
  ];
  for (const [text, zh, en, is] of texts) {
    const mark = secretMark(text, is);
    if (mark !== undefined) return { mark, zh, en };
  }
  return undefined;
}
