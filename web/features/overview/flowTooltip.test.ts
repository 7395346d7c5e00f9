import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowTooltip } from './flowTooltip.ts';

const zh = (text: string): string => text;

test('a department’s name is text in the tooltip, whatever it holds', () => {
  const name = `<img src=x onerror="alert('1')">&局`;
  const shown = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;局';
  assert.equal(flowTooltip({ name, data: {} }, zh), shown);
  const edge = {
    dataType: 'edge',
    name: '',
    data: { source: name, target: `${name} `, grants: 1, calls: 2 },
  };
  assert.equal(flowTooltip(edge, zh), `${shown} → ${shown}<br>1 个授权，2 次调用`);
});
