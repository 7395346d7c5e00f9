import type { Language } from '../../ui/language.tsx';
import type { Evidence } from './types.ts';

/** By what two items were found to be one. */
const EVIDENCE: Record<Evidence, readonly [zh: string, en: string]> = {
  element: ['标准数据元相同', 'same standard element'],
  name: ['名称相同', 'same name'],
  synonym: ['同义名称', 'another name of it'],
  words: ['名称相近', 'alike in words'],
  topic: ['所属业务相同', 'same subject matter'],
  code_table: ['代码表相同', 'same code table'],
  shape: ['取值形态相近', 'values look alike'],
};

export const evidenceWords = (evidence: readonly Evidence[], language: Language): string =>
  evidence.map(one => EVIDENCE[one][language === 'zh' ? 0 : 1]).join(language === 'zh' ? '、' : ', ');
