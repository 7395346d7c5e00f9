import type { ColumnType, Mask } from '#vocabulary/plans.ts';
import type { CodeTableKey } from './codeTables.ts';

/** A data item of a demonstration entry, with the column of the department's table that holds it. */
export interface DemonstrationItem {
  name: string;
  nameEn: string;
  column: string;
  type: ColumnType;
  /** Characters, for text; absent means unlimited. */
  length?: number;
  identifier: boolean;
  /** 1 harmless to 4 seriously harmful when leaked. */
  sensitivity: 1 | 2 | 3 | 4;
  /** The mask that the department proposes for every use. */
  mask: Mask;
  /** For moves of many rows, where it differs: an identifier stays clear in calls because one selects by it. */
  batchMask?: Mask;
  required: boolean;
  codeTable?: CodeTableKey;
  description: string;
}

/** What a share type rests on. `rank` says which texts may carry which share type under a profile. */
export interface Basis {
  rank: 'law' | 'regulation' | 'state_council' | 'national_policy' | 'local_rule' | 'other';
  title: string;
  article: string;
}

export type UpdateCycle = 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'yearly';

export interface DemonstrationEntry {
  /** ASCII, unique, with the department's table named by its underscored form. */
  key: string;
  departmentKey: string;
  title: string;
  abstract: string;
  /** Whom a row is about, and so which identifier it must carry. */
  subject: 'person' | 'legal' | 'other';
  /** Of the national guide's tree: 101 is 国家人口, 307 what a province and those below it hold. */
  classCode: string;
  updateCycle: UpdateCycle;
  shareType: 'unconditional' | 'conditional' | 'withheld';
  conditions?: string[];
  basis?: Basis;
  modes: ('query' | 'verify' | 'batch' | 'file')[];
  items: DemonstrationItem[];
  source: { database: 'postgres' | 'mysql'; schema: string; table: string };
  /** Rows at full scale, where the city has that many subjects. */
  rows: number;
}

type Options = Partial<Omit<DemonstrationItem, 'name' | 'nameEn' | 'column' | 'type'>>;

const NONE: Mask = { kind: 'none' };

function item(
  name: string,
  nameEn: string,
  column: string,
  type: ColumnType,
  options: Options,
): DemonstrationItem {
  return {
    name,
    nameEn,
    column,
    type,
    identifier: false,
    sensitivity: 1,
    mask: NONE,
    required: false,
    description: name,
    ...options,
  };
}

export const text = (name: string, nameEn: string, column: string, length: number, options: Options = {}) =>
  item(name, nameEn, column, 'text', { length, ...options });

export const date = (name: string, nameEn: string, column: string, options: Options = {}) =>
  item(name, nameEn, column, 'date', options);

export const whole = (name: string, nameEn: string, column: string, options: Options = {}) =>
  item(name, nameEn, column, 'bigint', options);

/** Money and measures with two decimals. */
export const amount = (name: string, nameEn: string, column: string, options: Options = {}) =>
  item(name, nameEn, column, 'numeric', options);

export const yesNo = (name: string, nameEn: string, column: string, options: Options = {}) =>
  item(name, nameEn, column, 'boolean', options);

/** A text whose values a code table lists; the table's labels are stored, not its codes. */
export const coded = (
  name: string,
  nameEn: string,
  column: string,
  codeTable: CodeTableKey,
  options: Options = {},
) => item(name, nameEn, column, 'text', { length: 30, codeTable, ...options });

/** 公民身份号码 of the person whom the row is about. */
export const personNumber = (name = '公民身份号码', column = 'citizen_no', options: Options = {}) =>
  text(name, 'Citizen identity number', column, 18, {
    identifier: true,
    required: true,
    sensitivity: 3,
    batchMask: { kind: 'middle', head: 6, tail: 4 },
    description: 'GB 11643 十八位公民身份号码',
    ...options,
  });

/** 公民身份号码 of someone whom the row names beside its subject: masked, because one does not select by it. */
export const otherPersonNumber = (name: string, nameEn: string, column: string, options: Options = {}) =>
  text(name, nameEn, column, 18, {
    sensitivity: 3,
    mask: { kind: 'middle', head: 6, tail: 4 },
    description: 'GB 11643 十八位公民身份号码',
    ...options,
  });

/** 统一社会信用代码 of the organisation that the row is about. */
export const creditCode = (name = '统一社会信用代码', column = 'credit_code') =>
  text(name, 'Unified social credit code', column, 18, {
    identifier: true,
    required: true,
    description: 'GB 32100 十八位统一社会信用代码',
  });

export const personName = (name = '姓名', nameEn = 'Name', column = 'full_name', options: Options = {}) =>
  text(name, nameEn, column, 50, { required: true, sensitivity: 3, mask: { kind: 'name' }, ...options });

export const organizationName = (name = '名称', nameEn = 'Name', column = 'org_name') =>
  text(name, nameEn, column, 100, { required: true });

export const phone = (name = '联系电话', nameEn = 'Telephone', column = 'phone') =>
  text(name, nameEn, column, 20, { sensitivity: 3, mask: { kind: 'middle', head: 3, tail: 4 } });

/** A person's address: district and street stay readable under the mask. */
export const address = (name = '住址', nameEn = 'Address', column = 'address') =>
  text(name, nameEn, column, 200, { sensitivity: 3, mask: { kind: 'address', head: 12 } });

/** A place of business: public, so not masked. */
export const place = (name: string, nameEn: string, column: string) => text(name, nameEn, column, 200);

export const sex = () => coded('性别', 'Sex', 'sex', 'sex', { sensitivity: 2 });

export const birthDate = () =>
  date('出生日期', 'Date of birth', 'birth_date', { sensitivity: 3, mask: { kind: 'year' } });

export const regionCode = (name = '行政区划代码', column = 'region_code') =>
  text(name, 'Division code', column, 6, { description: 'GB/T 2260 六位行政区划代码' });

type EntryInput = Omit<DemonstrationEntry, 'source' | 'modes'> & {
  modes?: DemonstrationEntry['modes'];
  database?: 'postgres' | 'mysql';
};

/** Fills in what follows from the rest: where the table lies, and all three modes unless the entry is withheld. */
export function entry({ database = 'postgres', modes, ...input }: EntryInput): DemonstrationEntry {
  return {
    ...input,
    modes: modes ?? (input.shareType === 'withheld' ? [] : ['query', 'verify', 'batch']),
    source: { database, schema: schemaOf(input.departmentKey), table: input.key.replaceAll('-', '_') },
  };
}

/** The schema (PostgreSQL) in which a department keeps its tables. */
export function schemaOf(departmentKey: string): string {
  return departmentKey.replaceAll('-', '_');
}
