/** Rows about companies, machines and deeds. */
import { CODE_TABLES } from '#demonstration/data/codeTables.ts';
import type { City } from './city.ts';
import { writeDay } from './days.ts';
import { choose, weighted } from './draw.ts';
import { industryOf } from './organizations.ts';
import * as r from './rows.ts';

const NOTARY_OFFICES = ['平顶山市鹰城公证处', '平顶山市诚信公证处', '汝州市公证处'];
const FUNDS = ['规模以上工业企业奖补', '技术改造专项补助', '专精特新企业奖励', '满负荷生产奖励'];

function representativeOf(city: City, o: number): number {
  return city.organizations.representative[o] ?? 0;
}

function* enterpriseRegistration(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const { organizations } = city;
  for (const o of choose(draw, organizations.companies, count)) {
    const representative = representativeOf(city, o);
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      r.label('companyKind', organizations.kind[o] ?? 0),
      r.nameOf(city, representative),
      r.numberOf(city, representative),
      r.hundredths((organizations.capital[o] ?? 0) * 100),
      industryOf(organizations, o),
      r.placeOf(city, o),
      writeDay(organizations.founded[o] ?? 0),
      r.label('companyStatus', organizations.status[o] ?? 0),
    ];
  }
}

function* individualBusinessRegistration(
  ...[city, draw, count]: Parameters<r.RowSource>
): Generator<r.Value[]> {
  const { organizations } = city;
  for (const o of choose(draw, organizations.traders, count)) {
    const owner = representativeOf(city, o);
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      r.nameOf(city, owner),
      r.numberOf(city, owner),
      industryOf(organizations, o),
      r.placeOf(city, o),
      writeDay(organizations.founded[o] ?? 0),
      r.label('companyStatus', organizations.status[o] ?? 0),
    ];
  }
}

function* marketPenalty(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const { companies, traders } = city.organizations;
  let serial = 0;
  for (const o of choose(draw, [...companies, ...traders], count)) {
    const decided = r.recent(draw, 1_500);
    const kind = draw.chance(0.7) ? 1 : draw.below(CODE_TABLES.penaltyKind.values.length);
    serial += 1;
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      `平市监处罚〔${decided.slice(0, 4)}〕${serial}号`,
      r.label('penaltyKind', kind),
      kind === 1 ? r.hundredths(draw.between(5, 500) * 10_000) : null,
      decided,
    ];
  }
}

const drawGrade = weighted([15, 35, 35, 10, 5]);

function* taxCreditGrade(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const o of choose(draw, city.organizations.companies, count)) {
    const grade = drawGrade(draw);
    const lowest = [90, 70, 70, 40, 10][grade] ?? 0;
    const highest = [100, 89, 89, 69, 39][grade] ?? 0;
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      2024,
      r.label('creditGrade', grade),
      draw.between(lowest, highest),
      `2025-04-${draw.between(10, 28)}`,
    ];
  }
}

const TAX_MONTHS = ['2025-09', '2025-10', '2025-11'] as const;

function* taxDeclaration(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const o of choose(draw, city.organizations.companies, Math.ceil(count / TAX_MONTHS.length))) {
    const kind = r.label('taxKind', draw.chance(0.7) ? 0 : draw.between(1, 3));
    for (const [index, month] of TAX_MONTHS.entries()) {
      const declared = draw.chance(0.3) ? 0 : draw.below(9_000_000);
      yield [
        r.codeOf(city, o),
        r.titleOf(city, o),
        kind,
        month.slice(0, 4) + month.slice(5),
        r.hundredths(declared),
        r.hundredths(draw.chance(0.97) ? declared : Math.floor(declared / 2)),
        `2025-${10 + index}-${draw.between(10, 15)}`,
      ];
    }
  }
}

function* notarialAct(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  let serial = 0;
  for (const p of choose(draw, r.personsAged(city, 20, 90), count)) {
    const issued = r.recent(draw, 3 * 365);
    serial += 1;
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `（${issued.slice(0, 4)}）豫平证民字第${serial}号`,
      r.drawLabel(draw, 'notaryKind'),
      draw.of(NOTARY_OFFICES),
      issued,
    ];
  }
}

function* farmMachine(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const villagers = r
    .personsAged(city, 22, 70)
    .filter(p => city.streets[city.persons.street[p] ?? 0]?.rural === true);
  let serial = 0;
  for (const p of choose(draw, villagers, count)) {
    serial += 1;
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `豫04${String(serial).padStart(5, '0')}`,
      r.drawLabel(draw, 'machineKind'),
      r.hundredths(draw.between(15, 180) * 100),
      r.recent(draw, 12 * 365),
    ];
  }
}

function* enterpriseSupportFund(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const trading = r.ofIndustry(city, r.ofZhanhe(city), 1, 2, 5, 6, 8);
  for (const o of choose(draw, trading, count)) {
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      draw.of(FUNDS),
      r.hundredths(draw.between(1, 200) * 1_000_000),
      r.recent(draw, 1_000),
    ];
  }
}

export const BUSINESS_ROWS: Record<string, r.RowSource> = {
  'enterprise-registration': enterpriseRegistration,
  'individual-business-registration': individualBusinessRegistration,
  'market-penalty': marketPenalty,
  'tax-credit-grade': taxCreditGrade,
  'tax-declaration': taxDeclaration,
  'notarial-act': notarialAct,
  'farm-machine': farmMachine,
  'enterprise-support-fund': enterpriseSupportFund,
};
