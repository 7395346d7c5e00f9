import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CaseFileProblem, MOST_FILE_CASES, readCaseFile } from './caseFile.ts';

const TODAY = '2026-11-21';
const HEAD = '办件号,提供部门,受理日期,办结日期,共享类型';
const read = (...lines: string[]) => readCaseFile(lines.join('\n'), TODAY);
const casesOf = (reading: ReturnType<typeof readCaseFile>) =>
  'cases' in reading ? reading.cases : assert.fail(JSON.stringify(reading));

test('a table is read whatever its separator, its quotes, the order of its columns and its way of writing dates', () => {
  const expected = [
    {
      line: 2,
      no: 'a-1',
      department: '市公安局',
      shareType: 'conditional',
      received: '2026-03-02',
      decided: '2026-03-11',
    },
    {
      line: 3,
      no: '',
      department: '市民政局',
      shareType: 'unconditional',
      received: '2026-03-03',
      decided: null,
    },
  ];
  assert.deepEqual(
    casesOf(read(HEAD, 'a-1,市公安局,2026-03-02,2026-03-11,有条件', ',市民政局,2026/3/3,,无条件共享')),
    expected,
  );
  const tabs = [HEAD, 'a-1,"市公安局",2026年3月2日,2026.3.11 16:40,有条件', ',市民政局,2026-3-3,,无条件'];
  assert.deepEqual(casesOf(read(...tabs.map(line => line.replaceAll(',', '\t')))), expected);
  assert.deepEqual(
    casesOf(
      readCaseFile(
        '\uFEFFkind,Department,decided,received,no,remark\r\nconditional,市公安局,2026-03-11,2026-03-02,a-1,"x, ""y"""\r\nunconditional,市民政局,,2026-03-03,,\r\n',
        TODAY,
      ),
    ),
    expected,
  );
  // A line break inside a quoted cell and an empty line do not shift the numbers of lines.
  const [, second] = casesOf(
    read(HEAD, '"a\n1",市公安局,2026-03-02,,有条件', '', 'b,市民政局,2026-03-03,,无条件'),
  );
  assert.equal(second?.line, 5);
});

test('the first thing that is wrong is named with its line and what stands there', () => {
  const wrong: [string[], CaseFileProblem, number][] = [
    [['提供部门,受理日期,办结日期', '市公安局,2026-03-02,'], 'no_columns', 1],
    [['市公安局,2026-03-02,2026-03-03,有条件'], 'no_columns', 1],
    [[''], 'no_columns', 1],
    [[HEAD], 'no_cases', 1],
    [[HEAD, 'a,,2026-03-02,,有条件'], 'no_department', 2],
    [[HEAD, 'a,市公安局,2026-02-30,,有条件'], 'bad_date', 2],
    [[HEAD, 'a,市公安局,46083,,有条件'], 'bad_date', 2],
    [[HEAD, 'a,市公安局,2026-11-22,,有条件'], 'bad_date', 2],
    [[HEAD, 'a,市公安局,2026-03-02,,有条件', 'b,市公安局,2026-03-02,月底,有条件'], 'bad_date', 3],
    [[HEAD, 'a,市公安局,2026-03-02,2026-03-01,有条件'], 'decided_before', 2],
    [[HEAD, 'a,市公安局,2026-03-02,,不予共享'], 'bad_kind', 2],
    [[HEAD, 'a,市公安局,2026-03-02'], 'bad_kind', 2],
  ];
  for (const [lines, problem, line] of wrong) {
    const reading = read(...lines);
    assert.ok('problem' in reading, lines.join(' | '));
    assert.deepEqual([reading.problem, reading.line], [problem, line], lines.join(' | '));
  }
  const many = read(
    HEAD,
    ...Array.from({ length: MOST_FILE_CASES + 1 }, () => 'a,市公安局,2026-03-02,,有条件'),
  );
  assert.equal('problem' in many && many.problem, 'too_many');
});

test('a quotation mark without its second is named by its line, and does not swallow the table', () => {
  const reading = read(
    HEAD,
    'a,市公安局,2026-03-02,,有条件',
    'b,"市民政局,2026-03-02,,有条件',
    'c,x,2026-03-02,,有条件',
  );
  assert.deepEqual(reading, { problem: 'unclosed', line: 3, cell: '' });
});
