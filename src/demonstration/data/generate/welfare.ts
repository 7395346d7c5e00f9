/** Rows about work, insurance and homes. */
import { personAddress } from './city.ts';
import { addYears, AS_OF, writeDay } from './days.ts';
import { choose, scramble } from './draw.ts';
import { HOSPITALS } from './names.ts';
import * as r from './rows.ts';

const OCCUPATIONS = [
  '电工',
  '焊工',
  '中式烹调师',
  '养老护理员',
  '育婴员',
  '汽车维修工',
  '美容师',
  '钳工',
  '起重装卸机械操作工',
];
/** The months that the register of payments holds. */
const MONTHS = ['2025-09', '2025-10', '2025-11', '2025-12'] as const;

/** A person's wage in yuan a month: follows from the person, so that all registers agree. */
function wageOf(p: number): number {
  return 2_200 + (scramble(p ^ 0x2545f491) % 62) * 100;
}

function* socialInsurancePayment(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const { persons } = city;
  const employed = r.personsWhere(city, p => (persons.employer[p] ?? -1) >= 0);
  for (const p of choose(draw, employed, Math.ceil(count / MONTHS.length))) {
    const employer = persons.employer[p] ?? 0;
    const base = Math.max(3_831, wageOf(p)) * 100;
    for (const month of MONTHS) {
      yield [
        r.numberOf(city, p),
        r.nameOf(city, p),
        r.codeOf(city, employer),
        r.titleOf(city, employer),
        r.label('insuranceKind', 0),
        month.slice(0, 4) + month.slice(5),
        r.hundredths(base),
        r.hundredths(Math.round(base * 0.16)),
        r.hundredths(Math.round(base * 0.08)),
        `${month}-${draw.between(10, 28)}`,
      ];
    }
  }
}

function* pensionPayment(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const p of choose(draw, r.personsAged(city, 60, 110), count)) {
    const worker = draw.chance(0.4);
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      r.label('pensionKind', worker ? 0 : 1),
      r.hundredths(worker ? 180_000 + draw.below(320_000) : 12_300 + draw.below(12_000)),
      writeDay(Math.min(AS_OF - 1, addYears(city.persons.birth[p] ?? 0, 60) + 30)),
      '202512',
    ];
  }
}

function* employmentRegistration(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const { persons } = city;
  for (const p of choose(
    draw,
    r.personsWhere(city, person => (persons.employer[person] ?? -1) >= 0),
    count,
  )) {
    const employer = persons.employer[p] ?? 0;
    const employed = r.since(draw, Math.max(addYears(persons.birth[p] ?? 0, 18), AS_OF - 10 * 365));
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      r.label('employmentKind', 0),
      r.codeOf(city, employer),
      r.titleOf(city, employer),
      writeDay(employed),
      writeDay(Math.min(AS_OF - 1, employed + draw.below(30))),
    ];
  }
}

function* skillCertificate(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const p of choose(draw, r.personsAged(city, 20, 58), count)) {
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `S00004104${draw.digits(12)}`,
      draw.of(OCCUPATIONS),
      r.label('skillGrade', draw.chance(0.85) ? draw.below(3) : draw.between(3, 4)),
      r.recent(draw, 1_800),
    ];
  }
}

function* medicalInsuranceEnrolment(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const { persons } = city;
  const everyone = r.personsWhere(city, () => true);
  for (const p of choose(draw, everyone, count)) {
    const dead = !r.isAlive(city, p);
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      r.label('medicalKind', (persons.employer[p] ?? -1) >= 0 ? 0 : 1),
      r.areaOf(city, p),
      writeDay(
        Math.min(AS_OF - 1, Math.max((persons.birth[p] ?? 0) + 20, AS_OF - 6_000 + draw.below(5_900))),
      ),
      r.label('medicalStatus', dead ? 2 : draw.chance(0.96) ? 0 : 1),
      draw.chance(0.04),
    ];
  }
}

function* medicalSettlement(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const everyone = r.personsWhere(city, p => r.isAlive(city, p));
  let serial = 0;
  for (const p of choose(draw, everyone, count)) {
    const kind = draw.chance(0.7) ? 0 : draw.between(1, 2);
    const total = kind === 2 ? 200_000 + draw.below(3_000_000) : 3_000 + draw.below(90_000);
    const fund = Math.floor((total * draw.between(kind === 2 ? 50 : 30, 80)) / 100);
    serial += 1;
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `JS2025${String(serial).padStart(10, '0')}`,
      draw.of(HOSPITALS),
      r.label('visitKind', kind),
      r.hundredths(total),
      r.hundredths(fund),
      r.hundredths(total - fund),
      writeDay(
        Math.max(AS_OF - 364 + draw.below(363), Math.min(AS_OF - 1, (city.persons.birth[p] ?? 0) + 1)),
      ),
    ];
  }
}

function* housingFundAccount(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const { persons } = city;
  let serial = 0;
  for (const p of choose(
    draw,
    r.personsWhere(city, person => (persons.employer[person] ?? -1) >= 0),
    count,
  )) {
    const deposit = Math.round(wageOf(p) * 0.16) * 100;
    serial += 1;
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `0375${String(serial).padStart(8, '0')}`,
      r.titleOf(city, persons.employer[p] ?? 0),
      r.hundredths(deposit),
      r.hundredths(deposit * draw.between(2, 90)),
      writeDay(r.since(draw, Math.max(addYears(persons.birth[p] ?? 0, 20), AS_OF - 12 * 365))),
      r.label('fundStatus', draw.chance(0.9) ? 0 : 1),
    ];
  }
}

function* propertyRegistration(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  let serial = 0;
  for (const p of choose(draw, r.personsAged(city, 25, 90), count)) {
    const rural = city.streets[city.persons.street[p] ?? 0]?.rural === true;
    const registered = writeDay(AS_OF - 1 - draw.below(15 * 365));
    const area = r.areaOf(city, p);
    serial += 1;
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `${area}${String(serial).padStart(12, '0')}GBF${String(serial % 10_000_000).padStart(7, '0')}`,
      `豫（${registered.slice(0, 4)}）平顶山市不动产权第${String(serial).padStart(7, '0')}号`,
      personAddress(city, p),
      r.label('rightKind', rural ? 1 : 0),
      r.label('houseUse', draw.chance(0.9) ? 0 : draw.between(1, 3)),
      r.hundredths(5_000 + draw.below(13_000)),
      registered,
      r.label('rightStatus', draw.chance(0.7) ? 0 : draw.chance(0.95) ? 1 : 2),
    ];
  }
}

function* publicRentalHousing(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const townspeople = r
    .personsAged(city, 22, 80)
    .filter(p => city.streets[city.persons.street[p] ?? 0]?.rural === false);
  for (const p of choose(draw, townspeople, count)) {
    const from = AS_OF - 1 - draw.below(3 * 365);
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      personAddress(city, p),
      r.hundredths(12_000 + draw.below(300) * 100),
      draw.between(1, 4),
      writeDay(from),
      writeDay(addYears(from, 3)),
    ];
  }
}

export const WELFARE_ROWS: Record<string, r.RowSource> = {
  'social-insurance-payment': socialInsurancePayment,
  'pension-payment': pensionPayment,
  'employment-registration': employmentRegistration,
  'skill-certificate': skillCertificate,
  'medical-insurance-enrolment': medicalInsuranceEnrolment,
  'medical-settlement': medicalSettlement,
  'housing-fund-account': housingFundAccount,
  'property-registration': propertyRegistration,
  'public-rental-housing': publicRentalHousing,
};
