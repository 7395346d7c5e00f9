import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadPolicyLibrary } from './index.ts';
import { searchDocuments } from './search.ts';

const library = loadPolicyLibrary(fileURLToPath(new URL('../../../profiles', import.meta.url)));

test('the library is searched down to the article, over both widths', () => {
  const documents = [...library.documents.values()];
  const found = (question: string) =>
    searchDocuments(documents, question).map(one => [one.document.id, one.hits.map(hit => hit.article)]);
  assert.deepEqual(found('小于 5 个工作日'), []);
  assert.deepEqual(found('条例 校核申请 10个工作日'), [['n809', ['第二十六条']]]);
  assert.deepEqual(found('24个月'), [['pingdingshan', ['第十四条']]]);
  assert.deepEqual(found('第809号'), [['n809', []]]);
  const [hit] = searchDocuments(documents, '绿色通道')[0]?.hits ?? [];
  assert.equal(hit?.article, '二（二）5');
  assert.match(hit?.excerpt ?? '', /绿色通道/);
});
