import { creditCodeCheckDigit, organizationCodeCheckDigit } from '#vocabulary/identifiers.ts';
import { CODE_TABLES } from '#demonstration/data/codeTables.ts';
import type { Street } from './city.ts';
import { addYears, AS_OF } from './days.ts';
import { type Draw, weighted } from './draw.ts';
import type { Persons } from './persons.ts';

/** Legal persons and other organisations as columns, numbered from 0. */
export interface Organizations {
  count: number;
  code: string[];
  name: string[];
  /** Index into the code table `companyKind`, or SOCIETY. */
  kind: Uint8Array;
  /** Index into the code table `industry`. */
  industry: Uint8Array;
  street: Uint16Array;
  /** The person who represents or owns it. */
  representative: Uint32Array;
  /** In units of 10,000 yuan. */
  capital: Uint32Array;
  founded: Int32Array;
  /** Index into the code table `companyStatus`. */
  status: Uint8Array;
  /** Which of them are companies, cooperatives and sole traders, and which are social organisations. */
  companies: number[];
  traders: number[];
  societies: number[];
}

export const SOCIETY = 9;
const TRADER = 4;
const COOPERATIVE = 3;

const FIRST = '鹰平湛汝舞宝叶鲁郏白龟河豫中天华恒金宏鑫瑞祥泰兴盛隆昌达通顺和';
const SECOND = '城源海润诚信德丰汇泽宇腾飞翔嘉美康乐佳悦程远志新创联众合力强';
const THIRD = '业民安邦泰荣旺茂利辰阳光明辉晟睿博雅风云山川林森木';
const TRADES: readonly (readonly string[])[] = [
  ['商贸', '百货', '建材销售', '医药销售'],
  ['机械制造', '化工', '电气', '纺织', '食品'],
  ['建筑工程', '装饰工程', '市政工程'],
  ['餐饮', '酒店管理'],
  ['农业', '种植', '养殖'],
  ['物流', '运输', '仓储'],
  ['信息技术', '网络科技', '软件'],
  ['人力资源', '商务服务', '广告'],
  ['科技', '工程技术', '检测'],
  ['家政服务', '汽车维修', '美容'],
  ['矿业', '煤业'],
];
/** What sole traders do, by industry; those without a row here are companies' business. */
const SHOPS: Record<number, readonly string[]> = {
  0: ['便利店', '超市', '五金店', '服装店', '水果店', '药店', '文具店', '粮油店'],
  3: ['饭店', '烩面馆', '早餐店', '小吃店', '羊肉馆'],
  9: ['理发店', '汽修部', '干洗店', '家政服务部'],
};
const SOCIETIES = [
  '志愿者协会',
  '书法协会',
  '商会',
  '幼儿园',
  '养老服务中心',
  '职业培训学校',
  '太极拳协会',
  '社会工作服务中心',
];

const drawKind = weighted([420, 230, 20, 27, 283, 24]);
const drawIndustry = weighted([30, 12, 10, 9, 8, 6, 6, 8, 6, 4, 1]);

export function buildOrganizations(
  draw: Draw,
  count: number,
  streets: Street[],
  persons: Persons,
): Organizations {
  const organizations: Organizations = {
    count,
    code: [],
    name: [],
    kind: new Uint8Array(count),
    industry: new Uint8Array(count),
    street: new Uint16Array(count),
    representative: new Uint32Array(count),
    capital: new Uint32Array(count),
    founded: new Int32Array(count),
    status: new Uint8Array(count),
    companies: [],
    traders: [],
    societies: [],
  };
  const adults: number[] = [];
  for (let p = 0; p < persons.count; p += 1) {
    const age = persons.age[p] ?? 0;
    if (age >= 24 && age < 72 && persons.death[p] === 0) adults.push(p);
  }
  const names = new Set<string>();
  for (let o = 0; o < count; o += 1) {
    const drawn = drawKind(draw);
    const kind = drawn === 5 ? SOCIETY : drawn;
    const street = draw.below(streets.length);
    const industry =
      kind === COOPERATIVE ? 4 : kind === TRADER ? draw.of([0, 0, 0, 3, 3, 9]) : drawIndustry(draw);
    const representative = draw.of(adults);
    let name = drawName(draw, kind, industry, streets[street]?.prefix ?? '');
    while (names.has(name)) name = drawName(draw, kind, industry, streets[street]?.prefix ?? '');
    names.add(name);
    organizations.name.push(name);
    organizations.code.push(codeOf(draw, kind, streets[street]?.area ?? '410411', o));
    organizations.kind[o] = kind;
    organizations.industry[o] = industry;
    organizations.street[o] = street;
    organizations.representative[o] = representative;
    organizations.capital[o] = draw.of([3, 5, 10, 30, 50, 100, 100, 200, 300, 500, 500, 1000, 2000, 5000]);
    const earliest = addYears(persons.birth[representative] ?? 0, 20);
    organizations.founded[o] = Math.max(earliest, AS_OF - 30 - draw.below(22 * 365));
    organizations.status[o] = draw.chance(0.88) ? 0 : draw.chance(0.8) ? 1 : 2;
    if (kind === SOCIETY) organizations.societies.push(o);
    else if (kind === TRADER) organizations.traders.push(o);
    else organizations.companies.push(o);
  }
  return organizations;
}

function drawName(draw: Draw, kind: number, industry: number, prefix: string): string {
  const brand = FIRST.charAt(draw.below(FIRST.length)) + SECOND.charAt(draw.below(SECOND.length));
  const third = THIRD.charAt(draw.below(THIRD.length));
  const district = prefix.slice(4, 7);
  if (kind === TRADER) return `${district}${brand}${third}${draw.of(SHOPS[industry] ?? ['商行'])}`;
  if (kind === SOCIETY) return `平顶山市${district}${brand}${draw.of(SOCIETIES)}`;
  if (kind === COOPERATIVE) return `${district}${brand}${third}农民专业合作社`;
  const trade = draw.of(TRADES[industry] ?? ['商贸']);
  return `平顶山市${brand}${draw.chance(0.5) ? third : ''}${trade}${kind === 2 ? '股份有限公司' : '有限公司'}`;
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Unique because `o` is: 7919 has no factor in common with 31, so stepping by it never repeats within 31⁵. */
function codeOf(draw: Draw, kind: number, area: string, o: number): string {
  const head =
    kind === SOCIETY
      ? draw.chance(0.5)
        ? '51'
        : '52'
      : kind === TRADER
        ? '92'
        : kind === COOPERATIVE
          ? '93'
          : '91';
  let rest = (o * 7919 + 104_729) % 28_629_151;
  let serial = '';
  for (let i = 0; i < 5; i += 1, rest = Math.floor(rest / 31)) serial = ALPHABET.charAt(rest % 31) + serial;
  const organization = `MA${ALPHABET.charAt(draw.below(31))}${serial}`;
  const first17 = `${head}${area}${organization}${organizationCodeCheckDigit(organization)}`;
  return first17 + creditCodeCheckDigit(first17);
}

/** The label of an organisation's industry. */
export function industryOf(organizations: Organizations, o: number): string {
  return CODE_TABLES.industry.values[organizations.industry[o] ?? 0] ?? '';
}
