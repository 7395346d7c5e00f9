/**
 * Past cases from a table that somebody kept elsewhere: CSV, or cells copied from WPS or Excel. The first row names the
 * columns, in any order; what cannot be read is named by its line, because half a table would give a wrong count.
 */

export interface FileCase {
  /** Of the text, from 1. */
  line: number;
  /** Empty where the table has no such column. */
  no: string;
  department: string;
  shareType: 'conditional' | 'unconditional';
  /** Civil dates; null while a case is not decided. */
  received: string;
  decided: string | null;
}

export type CaseFileProblem =
  | 'unclosed'
  | 'no_columns'
  | 'no_cases'
  | 'too_many'
  | 'no_department'
  | 'bad_date'
  | 'decided_before'
  | 'bad_kind';

export type CaseFileReading =
  | { cases: FileCase[] }
  | { problem: CaseFileProblem; line: number; cell: string };

export const MOST_FILE_CASES = 5000;

type Column = 'no' | 'department' | 'received' | 'decided' | 'kind';
const COLUMNS: Readonly<Record<string, Column>> = {
  办件号: 'no',
  编号: 'no',
  提供部门: 'department',
  部门: 'department',
  受理日期: 'received',
  办结日期: 'decided',
  共享类型: 'kind',
  类型: 'kind',
  no: 'no',
  department: 'department',
  received: 'received',
  decided: 'decided',
  kind: 'kind',
};
const NEEDED: readonly Column[] = ['department', 'received', 'decided', 'kind'];

const KINDS: Readonly<Record<string, FileCase['shareType']>> = {
  有条件: 'conditional',
  有条件共享: 'conditional',
  conditional: 'conditional',
  无条件: 'unconditional',
  无条件共享: 'unconditional',
  unconditional: 'unconditional',
};

interface Row {
  line: number;
  cells: string[];
}

/**
 * Cells between commas or tabs; quoted cells may hold both, quotation marks and line breaks. `unclosed`: the line of a
 * quotation mark without its second, which would swallow the rest of the table.
 */
function rowsOf(text: string): { rows: Row[]; unclosed: number | undefined } {
  const between = (text.split('\n', 1)[0] ?? '').includes('\t') ? '\t' : ',';
  const rows: Row[] = [];
  let row: Row = { line: 1, cells: [] };
  let line = 1;
  let cell = '';
  let quoted = false;
  let quotedAt = 1;
  const endCell = (): void => {
    row.cells.push(cell.trim());
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '\n') line += 1;
    if (quoted && letter === '"' && text[at + 1] === '"') {
      cell += letter;
      at += 1;
    } else if (letter === '"' && (quoted || cell.trim() === '')) {
      quoted = !quoted;
      quotedAt = line;
    } else if (quoted || (letter !== between && letter !== '\n')) cell += letter;
    else {
      endCell();
      if (letter !== '\n') continue;
      rows.push(row);
      row = { line, cells: [] };
    }
  }
  endCell();
  rows.push(row);
  return {
    rows: rows.filter(({ cells }) => cells.some(word => word !== '')),
    unclosed: quoted ? quotedAt : undefined,
  };
}

/** 2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日, with or without a time of day; undefined for what is no date. */
function dateOf(cell: string): string | undefined {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/.exec(cell);
  if (!match) return undefined;
  const [, year = '', month = '', day = ''] = match;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== date ? undefined : date;
}

/** All cases of a text, or the first thing that is wrong with it. No date may lie after `today`. */
export function readCaseFile(text: string, today: string): CaseFileReading {
  const { rows, unclosed } = rowsOf(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'));
  if (unclosed !== undefined) return { problem: 'unclosed', line: unclosed, cell: '' };
  const [head, ...body] = rows;
  const columns = (head?.cells ?? []).map(name => COLUMNS[name.toLowerCase()]);
  if (NEEDED.some(name => !columns.includes(name)))
    return { problem: 'no_columns', line: head?.line ?? 1, cell: head?.cells.join(' ') ?? '' };
  if (body.length === 0) return { problem: 'no_cases', line: head?.line ?? 1, cell: '' };
  const [first] = body.slice(MOST_FILE_CASES);
  if (first) return { problem: 'too_many', line: first.line, cell: '' };

  const cases: FileCase[] = [];
  for (const { line, cells } of body) {
    const cell = (name: Column): string => cells[columns.indexOf(name)] ?? '';
    const wrong = (problem: CaseFileProblem, name: Column) => ({ problem, line, cell: cell(name) });
    const department = cell('department');
    if (department === '') return wrong('no_department', 'department');
    const received = dateOf(cell('received'));
    if (received === undefined || received > today) return wrong('bad_date', 'received');
    const decided = cell('decided') === '' ? null : dateOf(cell('decided'));
    if (decided === undefined || (decided !== null && decided > today)) return wrong('bad_date', 'decided');
    if (decided !== null && decided < received) return wrong('decided_before', 'decided');
    const shareType = KINDS[cell('kind').toLowerCase()];
    if (shareType === undefined) return wrong('bad_kind', 'kind');
    cases.push({
      line,
      no: columns.includes('no') ? cell('no') : '',
      department,
      shareType,
      received,
      decided,
    });
  }
  return { cases };
}
