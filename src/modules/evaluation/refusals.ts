import { defineRefusals } from '#kernel/errors.ts';
import type { CaseFileProblem } from './caseFile.ts';

export const refuse = defineRefusals('evaluation', {
  case_file_unread: {
    status: 422,
    title: { zh: '表格第 {line} 行：{problem}', en: 'Line {line} of the table: {problemEn}' },
    remedy: {
      zh: '请改正这一行后重新试算，没有保存任何内容',
      en: 'Correct that line and try again; nothing was kept',
    },
  },
  period_backwards: {
    status: 422,
    title: {
      zh: '截止日期 {until} 早于起始日期 {from}',
      en: 'The period ends on {until}, before it begins on {from}',
    },
    remedy: { zh: '请重新选择这两个日期', en: 'Choose the two dates anew' },
  },
});

/** What a table of past cases has wrong; `{cell}` is what stands there. */
export const CASE_FILE_PROBLEMS: Readonly<
  Record<CaseFileProblem, (cell: string) => { zh: string; en: string }>
> = {
  unclosed: () => ({ zh: '引号没有成对', en: 'a quotation mark has no second one' }),
  no_columns: () => ({
    zh: '首行须有“提供部门、受理日期、办结日期、共享类型”四列',
    en: 'the first row must name the columns department, received, decided and kind',
  }),
  no_cases: () => ({ zh: '首行之下没有办件', en: 'there is no case below the first row' }),
  too_many: () => ({ zh: '一次最多试算 5000 件', en: 'at most 5,000 cases are counted at once' }),
  no_department: () => ({ zh: '没有写提供部门', en: 'the department is missing' }),
  bad_date: cell => ({
    zh: `“${cell}”不是今天或以前的日期，应写作 2026-03-02`,
    en: `“${cell}” is no date up to today, such as 2026-03-02`,
  }),
  decided_before: cell => ({
    zh: `办结日期 ${cell} 早于受理日期`,
    en: `it was decided on ${cell}, before it was received`,
  }),
  bad_kind: cell => ({
    zh: `“${cell}”应为“有条件”或“无条件”`,
    en: `“${cell}” must be conditional or unconditional`,
  }),
};
