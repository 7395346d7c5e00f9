/** From a cell to the value of its column: what it means, or what is wrong with it and what would be right. Pure. */
import type { Text } from '#kernel/errors.ts';
import { isCivilDate } from '#vocabulary/values.ts';
import type { Cell } from './cells.ts';
import { type Column, NO, type Value, YES } from './columns.ts';

type FaultKind =
  | 'required'
  | 'unknown_choice'
  | 'not_integer'
  | 'not_date'
  | 'not_boolean'
  | 'out_of_range'
  | 'too_long'
  | 'too_many_values'
  | 'full_width'
  | 'blanks'
  | 'digits_lost'
  | 'error_value'
  | 'control_character'
  | 'no_result'
  | 'formula'
  | 'merged';

export interface Problem {
  kind: FaultKind | (string & {});
  problem: Text;
  remedy: Text;
  /** What would be right, where that is sure enough to be offered. Never applied unasked. */
  repair?: string;
  /** Said, but no reason to stop the row. */
  mild?: true;
}

export interface Read {
  value: Value;
  problems: Problem[];
}

const problem = (kind: FaultKind, problem: Text, remedy: Text, repair?: string): Problem => ({
  kind,
  problem,
  remedy,
  ...(repair === undefined ? {} : { repair }),
});

/** Full-width letters, digits and signs as half-width ones, blanks of any kind at the ends gone. */
const narrowed = (text: string): string => text.normalize('NFKC').trim();

/** A whole number beyond this has lost digits in the program: it keeps 15. */
const EXACT_DIGITS = 1e15;

type Attempt = Value | { problem: Problem };
const isProblem = (attempt: Attempt): attempt is { problem: Problem } =>
  typeof attempt === 'object' && !Array.isArray(attempt);

function readChoice(column: Column, text: string): Attempt {
  const choices = column.choices ?? [];
  const found = choices.find(
    ({ code, label }) => code === text || label.zh === text || label.en.toLowerCase() === text.toLowerCase(),
  );
  if (found) return found.code;
  const some = choices.slice(0, 12).map(choice => choice.label);
  const more = choices.length > some.length;
  return {
    problem: problem(
      'unknown_choice',
      { zh: `“${text.slice(0, 60)}”不在可选的值里`, en: `“${text.slice(0, 60)}” is none of the choices` },
      {
        zh: `请从下拉列表里选：${some.map(one => one.zh).join('、')}${more ? '……' : ''}`,
        en: `Choose one of: ${some.map(one => one.en).join(', ')}${more ? ', …' : ''}`,
      },
    ),
  };
}

function readInteger({ min, max }: Column, text: string): Attempt {
  if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(Number(text)))
    return {
      problem: problem(
        'not_integer',
        { zh: '不是整数', en: 'This is no whole number' },
        { zh: '请填整数，如 20', en: 'Write a whole number, such as 20' },
      ),
    };
  const value = Number(text);
  if (value < (min ?? value) || value > (max ?? value))
    return {
      problem: problem(
        'out_of_range',
        {
          zh: `${value} 不在 ${min ?? ''} 至 ${max ?? ''} 之间`,
          en: `${value} is not between ${min ?? ''} and ${max ?? ''}`,
        },
        { zh: '请改成范围内的整数', en: 'Write a whole number in that range' },
      ),
    };
  return value;
}

function readDate(text: string): Attempt {
  if (isCivilDate(text)) return text;
  const parts =
    /^(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*日?(T00:00:00)?$/.exec(text) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  const repair = parts
    ? `${parts[1]}-${parts[2]?.padStart(2, '0')}-${parts[3]?.padStart(2, '0')}`
    : undefined;
  return {
    problem: problem(
      'not_date',
      { zh: '不是日期', en: 'This is no date' },
      { zh: '请填日期，如 2026-11-20', en: 'Write a date, such as 2026-11-20' },
      repair !== undefined && isCivilDate(repair) ? repair : undefined,
    ),
  };
}

function readBoolean(text: string): Attempt {
  const lower = text.toLowerCase();
  if ([YES.zh, YES.en, 'true', '1', 'y'].includes(lower)) return true;
  if ([NO.zh, NO.en, 'false', '0', 'n'].includes(lower)) return false;
  return {
    problem: problem(
      'not_boolean',
      { zh: '不是“是”或“否”', en: 'This is neither yes nor no' },
      { zh: '请填“是”或“否”', en: 'Write 是 (yes) or 否 (no)' },
    ),
  };
}

function readText({ maxLength, halfWidth }: Column, text: string): Attempt {
  if (halfWidth === true && text !== text.normalize('NFKC'))
    return {
      problem: problem(
        'full_width',
        { zh: '有全角的数字、字母或符号', en: 'There are full-width digits, letters or signs' },
        { zh: '请改为半角', en: 'Write them half-width' },
        narrowed(text),
      ),
    };
  const length = Array.from(text).length;
  if (maxLength !== undefined && length > maxLength)
    return {
      problem: problem(
        'too_long',
        {
          zh: `有 ${length} 个字，最多 ${maxLength} 个`,
          en: `${length} characters; at most ${maxLength}`,
        },
        { zh: '请缩短', en: 'Shorten it' },
      ),
    };
  return text;
}

function readPart(column: Column, text: string): Attempt {
  switch (column.kind) {
    case 'enum':
      return readChoice(column, text);
    case 'integer':
      return readInteger(column, text);
    case 'date':
      return readDate(text);
    case 'boolean':
      return readBoolean(text);
    case 'text':
      return readText(column, text);
  }
}

/** As it stands; when that is wrong and the narrowed text is right, the narrowed one is offered. */
function attempt(column: Column, text: string): Attempt {
  const blanks = text !== text.trim();
  const found = readPart(column, text);
  if (!isProblem(found) && !(blanks && column.kind === 'text')) return found;
  const repaired = narrowed(text);
  if (column.kind === 'text') {
    if (!blanks) return found;
  } else if (repaired === text || isProblem(readPart(column, repaired))) return found;
  const kind = blanks ? 'blanks' : 'full_width';
  return {
    problem: problem(
      kind,
      blanks
        ? { zh: '前后有空白', en: 'There are blanks at its ends' }
        : { zh: '有全角的数字、字母或符号', en: 'There are full-width digits, letters or signs' },
      {
        zh: `请改为“${blanks && column.kind === 'text' ? text.trim() : repaired}”`,
        en: 'Write it without them',
      },
      column.kind === 'text' ? text.trim() : repaired,
    ),
  };
}

function partsOf(column: Column, text: string): string[] {
  if (column.many !== true) return [text];
  return text
    .split(column.kind === 'enum' ? /[;；、,，\n\r]+/ : /[;；\n\r]+/)
    .map(part => part.trim())
    .filter(part => part !== '');
}

/** What no column takes, whatever its kind. */
function unreadable(cell: Cell, column: Column): Problem | undefined {
  if (cell.kind === 'error')
    return problem(
      'error_value',
      { zh: `单元格是错误值 ${cell.text}`, en: `The cell holds the error ${cell.text}` },
      { zh: '请改正公式或直接填值', en: 'Correct its formula or write the value' },
    );
  if (cell.formula === true && cell.text === '')
    return problem(
      'no_result',
      { zh: '单元格是公式，文件里没有它的结果', en: 'The cell holds a formula without its result' },
      {
        zh: '请直接填值，或在 WPS、Excel 里打开并保存一次',
        en: 'Write the value, or open and save the file once',
      },
    );
  if (cell.kind === 'number' && column.kind === 'text' && Math.abs(Number(cell.text)) >= EXACT_DIGITS)
    return problem(
      'digits_lost',
      {
        zh: '超过 15 位的数字被当作数值保存，末尾已丢失',
        en: 'A number of more than 15 digits has lost its last ones',
      },
      { zh: '请把这一列设为文本格式，重新填写', en: 'Set the column to text and write it again' },
    );
  if (/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/u.test(cell.text) || !cell.text.isWellFormed())
    return problem(
      'control_character',
      { zh: '有看不见的控制字符', en: 'There are invisible control characters' },
      { zh: '请删去后重新填写', en: 'Delete them and write it again' },
    );
  return undefined;
}

const FORMULA: Problem = {
  ...problem(
    'formula',
    {
      zh: '单元格是公式，只取它现在的结果',
      en: 'The cell holds a formula; only its present result is taken',
    },
    { zh: '结果对就不用改', en: 'Nothing to do if the result is right' },
  ),
  mild: true,
};

/** The value of a cell that may be missing, with all that is wrong with it. */
export function readValue(column: Column, cell: Cell | undefined): Read {
  const nothing = cell === undefined || (cell.text.trim() === '' && cell.formula !== true);
  if (nothing)
    return {
      value: undefined,
      problems: column.required
        ? [
            problem(
              'required',
              { zh: `“${column.title.zh}”没有填写`, en: `“${column.title.en}” is empty` },
              { zh: '请填写', en: 'Fill it in' },
            ),
          ]
        : [],
    };
  const refused = unreadable(cell, column);
  if (refused) return { value: undefined, problems: [refused] };
  const problems: Problem[] = cell.formula === true ? [FORMULA] : [];
  const parts = partsOf(column, cell.text);
  if (parts.length > (column.maxValues ?? parts.length))
    problems.push(
      problem(
        'too_many_values',
        {
          zh: `有 ${parts.length} 项，最多 ${column.maxValues} 项`,
          en: `${parts.length} values; at most ${column.maxValues}`,
        },
        { zh: '请减少', en: 'Take some away' },
      ),
    );
  const values: Value[] = [];
  for (const part of parts) {
    const found = attempt(column, part);
    if (isProblem(found)) problems.push(column.many === true ? withoutRepair(found.problem) : found.problem);
    else values.push(found);
  }
  const right = !problems.some(one => one.mild !== true);
  if (!right) return { value: undefined, problems };
  return { value: column.many === true ? (values as string[]) : values[0], problems };
}

/** A repair is of the whole cell; of one among several values none is offered. */
const withoutRepair = ({ kind, problem, remedy }: Problem): Problem => ({ kind, problem, remedy });
