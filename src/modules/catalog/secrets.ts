import type { Content } from './rules.ts';

/**
 * Marks and words by which a text says of itself that it is secret (保守国家秘密法: 绝密, 机密, 秘密 with a star;
 * 工作秘密). 商业秘密 and 个人隐私 are none: they are shared by agreement.
 */
const MARK = /绝密|机密|秘密\s*[★☆⭐]|密级|国家秘密|工作秘密|内部资料\s*注意保存/u;

/** The mark in a text; undefined when it says nothing of secrecy. */
export const secretMark = (text: string): string | undefined => MARK.exec(text.normalize('NFKC'))?.[0];

export interface SecretPlace {
  mark: string;
  zh: string;
  en: string;
}

/**
 * The first place of an entry that says it is secret: words of the entry, then names and descriptions of its items. A
 * place is named by its position only, because the refusal is recorded and content that looks secret must not be.
 */
export function secretMarks(content: Content): SecretPlace | undefined {
  const texts: [text: string, zh: string, en: string][] = [
    [content.title, '目录名称', 'The title'],
    [content.abstract, '摘要', 'The abstract'],
    [content.system, '来源系统', 'The source system'],
    [content.format.remark, '格式备注', 'The remark on the format'],
    [content.scope, '共享范围', 'The scope'],
    [content.purpose, '使用用途', 'The purpose'],
    ...content.items.flatMap((item, at): [string, string, string][] => [
      [item.name, `第 ${at + 1} 个数据项的名称`, `The name of item ${at + 1}`],
      [item.description, `第 ${at + 1} 个数据项的说明`, `The description of item ${at + 1}`],
    ]),
  ];
  for (const [text, zh, en] of texts) {
    const mark = secretMark(text);
    if (mark !== undefined) return { mark, zh, en };
  }
  return undefined;
}
