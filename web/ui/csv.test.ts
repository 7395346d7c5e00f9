import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellsOf } from './csv.ts';

test('a block copied from WPS becomes rows of cells', () => {
  assert.deepEqual(cellsOf('名称\t类型\r\n姓名\t字符型\r\n'), [
    ['名称', '类型'],
    ['姓名', '字符型'],
  ]);
});

test('a quoted cell may hold line breaks, tabs and doubled quotes', () => {
  assert.deepEqual(cellsOf('备注\t"第一行\n第""二""行\t尾"\n下一格'), [
    ['备注', '第一行\n第"二"行\t尾'],
    ['下一格'],
  ]);
});

test('an empty cell keeps its place and an empty line is left out', () => {
  assert.deepEqual(cellsOf('甲\t\t丙\n\t\t\n乙'), [['甲', '', '丙'], ['乙']]);
});

test('a quote inside a cell is a letter like any other', () => {
  assert.deepEqual(cellsOf('5" 管\t1'), [['5" 管', '1']]);
});
