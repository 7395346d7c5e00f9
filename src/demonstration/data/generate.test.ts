import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { isCreditCode, isPersonNumber } from '#vocabulary/identifiers.ts';
import { CODE_TABLES } from './codeTables.ts';
import { DEPARTMENTS, getDepartment } from './departments.ts';
import { ENTRIES } from './entries.ts';
import type { DemonstrationEntry } from './entry.ts';
import { buildCity, type City } from './generate/city.ts';
import { ERROR_KINDS } from './generate/errors.ts';
import type { Value } from './generate/rows.ts';
import { emptyManifest, generateTable, type TableManifest, tableColumns } from './generate/tables.ts';
import { REGIONS } from './regions.ts';

const SEED = 'generate.test';
const SCALE = 0.02;
const TODAY = new Date().toISOString().slice(0, 10);

interface Table {
  entry: DemonstrationEntry;
  rows: Value[][];
  manifest: TableManifest;
}

function tablesOf(city: City): Table[] {
  return ENTRIES.map(entry => {
    const manifest = emptyManifest(entry.key);
    return { entry, rows: [...generateTable(city, entry, manifest)], manifest };
  });
}

/** Rows by record number where an error was planted. */
function spoilt({ manifest }: Table): Set<number> {
  return new Set(manifest.errors.map(error => error.recordNo));
}

describe('the catalog of the demonstration city', () => {
  test('has at least 28 entries of at least 14 departments, each under a name of its own', () => {
    assert.ok(ENTRIES.length >= 28);
    assert.ok(new Set(ENTRIES.map(entry => entry.departmentKey)).size >= 14);
    assert.equal(new Set(ENTRIES.map(entry => entry.key)).size, ENTRIES.length);
    assert.equal(new Set(ENTRIES.map(entry => entry.title)).size, ENTRIES.length);
  });

  for (const entry of ENTRIES) {
    test(`${entry.title} has what its share type asks for`, () => {
      assert.ok(getDepartment(entry.departmentKey));
      if (entry.shareType === 'unconditional') return assert.equal(entry.basis, undefined);
      assert.ok(entry.basis !== undefined && entry.basis.article !== '');
      if (entry.shareType === 'conditional') return assert.ok((entry.conditions ?? []).length > 0);
      assert.ok(['law', 'regulation', 'state_council'].includes(entry.basis.rank));
      assert.deepEqual(entry.modes, []);
    });

    test(`${entry.title} says which item identifies its subject`, () => {
      const identifiers = entry.items.filter(item => item.identifier);
      assert.ok(identifiers.some(item => item.length === 18 || entry.subject === 'other'));
      for (const item of identifiers) assert.equal(item.mask.kind, 'none');
      const columns = new Set(tableColumns(entry).map(column => column.name));
      assert.equal(columns.size, entry.items.length + 2);
      for (const item of entry.items) assert.ok(columns.has(item.column), item.column);
    });
  }
});

describe('the departments of the demonstration city', () => {
  test('belong to its regions, have valid codes, and each region with departments has one authority', () => {
    const regions = new Set(REGIONS.map(region => region.code));
    for (const department of DEPARTMENTS) {
      assert.ok(regions.has(department.regionCode), department.name);
      assert.ok(isCreditCode(department.creditCode), department.name);
    }
    assert.equal(new Set(DEPARTMENTS.map(department => department.creditCode)).size, DEPARTMENTS.length);
    assert.equal(new Set(DEPARTMENTS.map(department => department.key)).size, DEPARTMENTS.length);
    for (const region of ['410400', '410411', '410404']) {
      assert.equal(DEPARTMENTS.filter(one => one.regionCode === region && one.isAuthority).length, 1);
    }
  });
});

describe('the rows of the demonstration city', () => {
  let city: City;
  let tables: Table[];
  before(async () => {
    city = await buildCity(SEED, SCALE);
    tables = tablesOf(city);
  });

  test('are the same for the same seed and others for another', async () => {
    const again = tablesOf(await buildCity(SEED, SCALE));
    assert.deepEqual(again, tables);
    const other = await buildCity('another seed', SCALE);
    assert.notDeepEqual(other.persons.number, city.persons.number);
  });

  test('fill the columns of their table with values of the right kind', () => {
    for (const { entry, rows } of tables) {
      const columns = tableColumns(entry);
      assert.ok(rows.length > 0, entry.key);
      for (const row of rows) {
        assert.equal(row.length, columns.length);
        for (const [index, column] of columns.entries()) {
          const value = row[index] ?? null;
          if (value !== null) assertFits(value, column.type, column.length, `${entry.key}.${column.name}`);
        }
      }
    }
  });

  test('have valid identifiers except where an error was planted', () => {
    for (const table of tables) {
      const errors = spoilt(table);
      const isValid = table.entry.subject === 'legal' ? isCreditCode : isPersonNumber;
      for (const [index, item] of table.entry.items.entries()) {
        if (!item.identifier || item.length !== 18) continue;
        for (const row of table.rows) {
          const value = row[index + 1];
          if (!errors.has(Number(row[0]))) assert.ok(isValid(String(value)), `${table.entry.key} ${value}`);
        }
      }
    }
  });

  test('agree with code tables and lie in the past except where an error was planted', () => {
    for (const table of tables) {
      const errors = spoilt(table);
      for (const [index, item] of table.entry.items.entries()) {
        const allowed =
          item.codeTable === undefined ? undefined : new Set<unknown>(CODE_TABLES[item.codeTable].values);
        const isPast = item.type === 'date' && !item.column.endsWith('_through');
        for (const row of table.rows) {
          const value = row[index + 1];
          if (value === null || errors.has(Number(row[0]))) continue;
          if (allowed !== undefined) assert.ok(allowed.has(value), `${item.name} ${value}`);
          if (isPast) assert.ok(String(value) < TODAY, `${table.entry.key}.${item.column} ${value}`);
        }
      }
    }
  });

  test('hold exactly the errors that the manifest counts, about one row in 200', () => {
    let planted = 0;
    let rows = 0;
    for (const table of tables) {
      const { entry, manifest } = table;
      assert.equal(manifest.rows, table.rows.length);
      const counted = ERROR_KINDS.map(kind => manifest.errors.filter(error => error.kind === kind).length);
      assert.deepEqual(
        counted,
        ERROR_KINDS.map(kind => manifest.planted[kind]),
      );
      for (const error of manifest.errors) {
        const row = table.rows[error.recordNo - 1] ?? [];
        const value = row[entry.items.findIndex(item => item.column === error.column) + 1];
        if (error.kind === 'missingValue') assert.equal(value, null);
        if (error.kind === 'letterForZero') assert.match(String(value), /O/);
        if (error.kind === 'wrongCheckDigit') {
          assert.ok(!isPersonNumber(String(value)) && !isCreditCode(String(value)), String(value));
        }
        if (error.kind === 'futureDate') assert.ok(String(value) > TODAY);
        if (error.kind === 'duplicate')
          assert.deepEqual(row.slice(1), table.rows[error.recordNo - 2]?.slice(1));
      }
      planted += manifest.errors.length;
      rows += manifest.rows;
    }
    assert.ok(planted > rows / 300 && planted < rows / 130, `${planted} of ${rows}`);
    for (const kind of ERROR_KINDS)
      assert.ok(
        tables.some(table => table.manifest.planted[kind] > 0),
        kind,
      );
  });

  test('name the same person alike in every register except where an error was planted', () => {
    const names = new Map(city.persons.number.map((number, p) => [number, city.persons.name[p]]));
    let compared = 0;
    for (const table of tables) {
      const errors = spoilt(table);
      for (const [index, item] of table.entry.items.entries()) {
        const next = table.entry.items[index + 1];
        if (!item.column.endsWith('_no') || item.length !== 18 || next?.mask.kind !== 'name') continue;
        for (const row of table.rows) {
          const number = row[index + 1];
          if (number === null || errors.has(Number(row[0])) || !isPersonNumber(String(number))) continue;
          assert.equal(row[index + 2], names.get(String(number)));
          compared += 1;
        }
      }
    }
    assert.ok(compared > 5000);
  });

  test('belong to persons whose number agrees with birth date and sex', () => {
    const household = tables.find(table => table.entry.key === 'household-registration');
    assert.ok(household !== undefined);
    const errors = spoilt(household);
    for (const row of household.rows) {
      if (errors.has(Number(row[0]))) continue;
      const number = String(row[1]);
      assert.equal(number.slice(6, 14), String(row[5]).replaceAll('-', ''));
      assert.equal(Number(number[16]) % 2 === 1 ? '男' : '女', row[3]);
    }
    assert.equal(new Set(city.persons.number).size, city.persons.count);
    assert.equal(new Set(city.organizations.code).size, city.organizations.count);
    assert.ok(city.persons.number.some(number => !number.startsWith('41')));
  });
});

function assertFits(value: Value, type: string, length: number | undefined, where: string): void {
  if (type === 'bigint' || type === 'double') return assert.equal(typeof value, 'number', where);
  if (type === 'boolean') return assert.equal(typeof value, 'boolean', where);
  const text = String(value);
  if (type === 'date') return assert.match(text, /^\d{4}-\d{2}-\d{2}$/, where);
  if (type === 'timestamp') return assert.match(text, /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/, where);
  if (type === 'numeric') return assert.match(text, /^\d{1,12}\.\d{2}$/, where);
  assert.ok(length === undefined || text.length <= length, `${where}: ${text}`);
}
