import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/errors.ts';
import { checkEnding, checkName, cleanName } from './attachmentNames.ts';

const codeOf = (work: () => void): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Refusal ? error.code : 'bug';
  }
};

test('Names lose folders, controls and marks that turn the writing, and keep their ending when cut', () => {
  assert.equal(cleanName('C:\\文件\\立项批复.pdf'), '立项批复.pdf');
  assert.equal(cleanName('../../etc/立项.pdf'), '立项.pdf');
  assert.equal(cleanName('批复\u202Efdp.exe\u0000.pdf'), '批复fdp.exe.pdf');
  assert.equal(cleanName('..隐藏.docx '), '隐藏.docx');
  assert.equal(cleanName('a<b>:"c|?*.png'), 'a_b___c___.png');
  const long = cleanName(`${'长'.repeat(300)}.xlsx`);
  assert.equal(long, `${'长'.repeat(120)}.xlsx`);
});

test('A name must have an ending, none of a document with macros, and the one that its bytes ask for', () => {
  assert.equal(
    codeOf(() => checkName('批复')),
    'papers.name_without_ending',
  );
  assert.equal(
    codeOf(() => checkName('.pdf')),
    'papers.name_without_ending',
  );
  assert.equal(
    codeOf(() => checkName('台账.XLSM')),
    'papers.macros',
  );
  assert.equal(
    codeOf(() => checkEnding('批复.pdf', 'png')),
    'papers.name_deceives',
  );
  for (const [name, kind] of [
    ['批复.PDF', 'pdf'],
    ['说明.wps', 'doc'],
    ['照片.jpeg', 'jpg'],
  ] as const)
    assert.equal(
      codeOf(() => checkEnding(name, kind)),
      undefined,
      name,
    );
});
