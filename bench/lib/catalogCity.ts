/** A province's catalog made from vocabularies: believable titles, items and departments, the same in every run. */
import type pg from 'pg';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import { indexText } from '#kernel/search.ts';

const words = (text: string): string[] => text.split(' ');
const PLACES = words(
  '郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源',
);
const OFFICES = words(
  '民政 公安 教育 卫生健康 市场监督管理 人力资源和社会保障 自然资源和规划 住房和城乡建设 交通运输 农业农村 水利 文化广电和旅游 退役军人事务 应急管理 审计 统计 医疗保障 生态环境 林业 税务 气象 司法 科学技术 财政',
);
export const ABOUT = words(
  '婚姻 低保对象 特困人员 残疾人 企业 个体工商户 不动产 建筑施工 食品经营 药品零售 医疗机构 医师 护士 学生 教师 学籍 职业资格 社会保险 医疗保险 工伤 失业 住房公积金 房屋 车辆 驾驶人 道路运输 出租汽车 船舶 水资源 河道 森林 草原 野生动物 农药 种子 兽药 农机 耕地 宅基地 矿产 地质灾害 环境影响 排污 危险废物 放射 消防 安全生产 特种设备 计量 商标 专利 广告 价格 旅行社 导游 演出 娱乐场所 网吧 出版 印刷 文物 体育 律师 公证 法律援助 退役军人 优抚对象 烈士 殡葬 养老机构 儿童福利 流浪乞讨 慈善 社会组织 志愿者 户籍 出入境 居住证 身份证 出生 死亡 疫苗 传染病 血液 生育 托育',
);
const MATTERS = words(
  '登记 许可 备案 处罚 检查 年报 资格 认定 补贴 救助 证照 注销 变更 抽检 监测 统计 评定 缴费 发放 名录 档案 投诉',
);
const KINDS = words('信息 数据 名单 台账 记录 结果 明细 汇总 基本信息 查询服务');
const OWNERS = words(
  '申请人 法定代表人 负责人 经办人 监护人 配偶 户主 单位 企业 机构 经营者 承办人 联系人 被检查人 持证人 学生 职工 参保人 所有人 使用人 委托人 受理 审批 发证 登记 变更 注销 检查 处罚 缴费',
);
const PROPERTIES = words(
  '姓名 证件类型 证件号码 公民身份号码 统一社会信用代码 性别 出生日期 民族 国籍 联系电话 通信地址 名称 编号 类型 状态 日期 起始日期 截止日期 机关 机关代码 结果 原因 金额 面积 数量 等级 说明 时间 地点 依据',
);

/** Bits of one number that look like chance and are the same in every run (splitmix32). */
function mix(n: number): number {
  let z = (n + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
}
/** Words of a language by Zipf: the first is asked for most. */
function drawn(list: readonly string[], chance: number): string {
  const at = Math.floor((list.length + 1) ** chance) - 1;
  return list[Math.min(at, list.length - 1)] ?? '';
}

export const ITEMS_EACH = 20;
const DEPARTMENTS = PLACES.length * OFFICES.length;

const indexed = new Map<string, string[]>();
function indexedWords(text: string): string[] {
  let found = indexed.get(text);
  if (!found) {
    found = indexText(text).split(' ');
    if (text.length < 20) indexed.set(text, found);
  }
  return found;
}
const vector = (weighted: ReadonlyMap<string, string>): string =>
  [...weighted].map(([word, weight]) => `${word}:1${weight}`).join(' ');

const literal = (list: readonly string[]): string => `{${list.join(',')}}`;

export const departmentName = (n: number): string =>
  `${PLACES[n % PLACES.length]}市${OFFICES[Math.floor(n / PLACES.length)]}局`;

function entryOf(i: number) {
  const department = Math.floor(mix(i * 11 + 1) ** 2 * DEPARTMENTS);
  const about = drawn(ABOUT, mix(i * 11 + 2));
  const matter = drawn(MATTERS, mix(i * 11 + 3));
  const title = `${about}${matter}${drawn(KINDS, mix(i * 11 + 4))}`;
  const items: string[] = [];
  for (let n = 0; items.length < ITEMS_EACH; n += 1) {
    const name = drawn(OWNERS, mix(i * 977 + n * 2)) + drawn(PROPERTIES, mix(i * 977 + n * 2 + 1));
    if (!items.includes(name)) items.push(name);
  }
  return { department, title: `${title}（${2010 + (i % 17)}年度）`, items, about, matter };
}

async function copy(client: pg.ClientBase, target: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(lines), client.query(copyFrom(`copy ${target} from stdin`)));
}

function* numbered(count: number, line: (i: number) => string): Generator<string> {
  for (let i = 1; i <= count; ) {
    let chunk = '';
    for (const end = Math.min(count, i + 499); i <= end; i += 1) chunk += `${line(i)}\n`;
    yield chunk;
  }
}

const cycled = <T>(list: readonly T[], i: number, salt: number): T => {
  const one = list[Math.floor(mix(i * 31 + salt) * list.length)];
  if (one === undefined) throw new Error('an empty list');
  return one;
};

/** `client` is the database's owner. One in four entries is open. */
export async function fillCatalog(client: pg.ClientBase, entries: number): Promise<void> {
  await client.query("set session_replication_role = 'replica'");
  // Titles by chance are not unique in a department.
  await client.query(
    'alter table catalog.shelf drop constraint shelf_title_once; drop index catalog.entry_title_once',
  );
  await client.query(
    `insert into org.region (code, name, parent, level)
    select '41' || lpad(i::text, 2, '0') || '00', n || '市', null, 'city' from unnest($1::text[]) with ordinality p(n, i)`,
    [PLACES],
  );
  const names = Array.from({ length: DEPARTMENTS }, (_, n) => departmentName(n));
  await client.query(
    `insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code, is_authority)
    select 'd' || i, n, n, n, '41' || lpad(((i - 1) % ${PLACES.length} + 1)::text, 2, '0') || '00', 'government', 'c' || i, false
      from unnest($1::text[]) with ordinality p(n, i) order by i`,
    [names],
  );
  const { rows } = await client.query<{ first: number }>('select min(id) as first from org.department');
  const first = rows[0]?.first ?? 1;
  const regionOf = (department: number): string =>
    `41${String((department % PLACES.length) + 1).padStart(2, '0')}00`;

  await copy(
    client,
    'catalog.entry (department_id, title, code, version, serving, state, used_by, created_at, updated_at, published_at)',
    numbered(entries, i => {
      const { department, title } = entryOf(i);
      return [
        first + department,
        title,
        `30100141${i}`,
        1,
        1,
        'published',
        0,
        ...Array(3).fill('2026-11-01'),
      ].join('\t');
    }),
  );
  await copy(
    client,
    'catalog.entry_version (entry_id, version, content, state, changed_at, published_at)',
    numbered(entries, i => [i, 1, '{}', 'published', '2026-11-01', '2026-11-01'].join('\t')),
  );
  await copy(
    client,
    `catalog.shelf (entry_id, department_id, region_code, title, share_type, update_cycle, subject, modes, item_names, mounted, used_by,
      published_at, abstract, open_type, class_code, matter, title_words, words)`,
    numbered(entries, i => {
      const { department, title, items, about, matter } = entryOf(i);
      const abstract = `${departmentName(department)}在${about}${matter}业务中产生的数据，按规定归集`;
      const inTitle = new Map(indexedWords(title).map(word => [word, 'A']));
      const all = new Map([
        ...indexedWords(abstract).map((word): [string, string] => [word, 'C']),
        ...items.flatMap(indexedWords).map((word): [string, string] => [word, 'B']),
        ...inTitle,
      ]);
      return [
        i,
        first + department,
        regionOf(department),
        title,
        cycled(['unconditional', 'conditional', 'conditional', 'withheld'], i, 1),
        cycled(['daily', 'monthly', 'yearly', 'irregular', 'realtime'], i, 2),
        cycled(['person', 'legal', 'other'], i, 3),
        cycled(['{query,verify}', '{batch}', '{query,batch}', '{file}'], i, 4),
        literal(items),
        cycled(['t', 'f', 'f'], i, 5),
        Math.floor(mix(i * 7) ** 4 * 60),
        new Date(Date.UTC(2026, 0, 1) + mix(i * 13) * 320 * 86_400_000).toISOString(),
        abstract,
        cycled(['none', 'none', 'none', 'unconditional'], i, 6),
        cycled(['101', '102', '201', '202', '203', '307'], i, 7),
        `${about}${matter}`,
        vector(inTitle),
        vector(all),
      ].join('\t');
    }),
  );
  await client.query("set session_replication_role = 'origin'");
  await client.query('vacuum analyze catalog.shelf, catalog.entry, catalog.entry_version');
}

/** Questions by Zipf over what people ask for; every second one has two words. */
export function questionOf(n: number): string[] {
  const first = drawn(ABOUT, mix(n * 17 + 1));
  if (n % 2 === 0) return [n % 6 === 0 ? drawn(PROPERTIES, mix(n * 17 + 5)) : first];
  return [first, drawn(n % 4 === 1 ? MATTERS : PROPERTIES, mix(n * 17 + 3))];
}
