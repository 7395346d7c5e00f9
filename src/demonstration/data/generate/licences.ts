/** Rows about licences and permits. */
import { addYears, AS_OF, writeDay } from './days.ts';
import { choose, type Draw } from './draw.ts';
import * as r from './rows.ts';

const LAW_FIRMS = ['河南湛水律师事务所', '河南白龟律师事务所', '河南滍阳律师事务所', '河南落凫律师事务所'];
const PROJECTS = ['住宅小区一期', '标准化厂房', '综合办公楼', '商业综合体', '职工宿舍楼', '仓储物流中心'];

/** When a licence was given and until when it holds, with its status as it follows. */
function drawTerm(draw: Draw, years: number): [issued: string, through: string, status: string] {
  const issued = AS_OF - 1 - draw.below(Math.floor(years * 365 * 1.15));
  const through = addYears(issued, years);
  const status = draw.chance(0.03) ? 2 : through < AS_OF ? 1 : 0;
  return [writeDay(issued), writeDay(through), r.label('certificateStatus', status)];
}

function* foodLicence(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const { companies, traders, industry } = city.organizations;
  const sellers = [...traders, ...companies].filter(
    o => industry[o] === 3 || /便利店|超市|水果店|粮油店|食品/.test(r.titleOf(city, o)),
  );
  for (const o of choose(draw, sellers, count)) {
    const [issued, through, status] = drawTerm(draw, 5);
    const kind = industry[o] === 3 ? 1 : draw.chance(0.95) ? 0 : 2;
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      `JY${kind + 1}4104${draw.digits(9)}`,
      r.label('foodKind', kind),
      r.placeOf(city, o),
      issued,
      through,
      status,
    ];
  }
}

function* landPlanningPermit(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const o of choose(draw, r.ofIndustry(city, city.organizations.companies, 1, 2, 10), count)) {
    const issued = r.recent(draw, 8 * 365);
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      `地字第4104${issued.slice(0, 4)}${draw.digits(6)}号`,
      draw.of(PROJECTS),
      r.placeOf(city, o),
      r.hundredths(draw.between(800, 90_000) * 100 + draw.below(100)),
      issued,
    ];
  }
}

function* constructionPermit(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const o of choose(draw, r.ofIndustry(city, city.organizations.companies, 1, 2, 5), count)) {
    const issued = r.recent(draw, 6 * 365);
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      `4104${issued.slice(0, 4)}${issued.slice(5, 7)}${issued.slice(8)}${draw.digits(4)}`,
      draw.of(PROJECTS),
      r.placeOf(city, o),
      r.hundredths(draw.between(80, 30_000) * 100 + draw.below(100)),
      issued,
    ];
  }
}

function* lawyerLicence(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const p of choose(draw, r.personsAged(city, 26, 68), count)) {
    const licensed = r.since(draw, Math.max(addYears(city.persons.birth[p] ?? 0, 24), AS_OF - 15 * 365));
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `1410${writeDay(licensed).slice(0, 4)}${draw.digits(9)}`,
      draw.of(LAW_FIRMS),
      writeDay(licensed),
      r.label('certificateStatus', draw.chance(0.96) ? 0 : 2),
    ];
  }
}

function* safetyLicence(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const o of choose(draw, r.ofIndustry(city, city.organizations.companies, 1, 10), count)) {
    const [issued, through, status] = drawTerm(draw, 3);
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      `（豫D）FM安许证字〔${issued.slice(0, 4)}〕${draw.digits(4)}`,
      r.drawLabel(draw, 'safetyScope'),
      issued,
      through,
      status,
    ];
  }
}

function* transportQualification(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const p of choose(draw, r.personsAged(city, 25, 60), count)) {
    const [issued, through, status] = drawTerm(draw, 6);
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `4104${draw.digits(15)}`,
      r.label('transportKind', draw.chance(0.7) ? 1 : draw.of([0, 2])),
      issued,
      through,
      status,
    ];
  }
}

function* transportOperationLicence(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const { companies, traders } = city.organizations;
  for (const o of choose(draw, r.ofIndustry(city, [...companies, ...traders], 5, 9), count)) {
    const [issued, through] = drawTerm(draw, 4);
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      `豫交运管许可平字4104${draw.digits(8)}号`,
      r.label('transportScope', draw.chance(0.7) ? 0 : draw.between(1, 2)),
      draw.between(1, 60),
      issued,
      through,
    ];
  }
}

function* dischargePermit(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const o of choose(draw, r.ofIndustry(city, city.organizations.companies, 1, 10), count)) {
    const [issued, through] = drawTerm(draw, 5);
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      `${r.codeOf(city, o)}001P`,
      r.drawLabel(draw, 'dischargeKind'),
      r.placeOf(city, o),
      (112_700_000 + draw.below(1_000_000)) / 1_000_000,
      (33_200_000 + draw.below(900_000)) / 1_000_000,
      issued,
      through,
    ];
  }
}

function* smallCateringFiling(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const o of choose(draw, r.ofIndustry(city, r.ofZhanhe(city), 3), count)) {
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      `豫平湛餐备${draw.digits(10)}`,
      r.placeOf(city, o),
      r.recent(draw, 1_400),
    ];
  }
}

function* outdoorSignPermit(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const o of choose(draw, r.ofZhanhe(city), count)) {
    const [issued, through] = drawTerm(draw, 2);
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      `湛城管广许〔${issued.slice(0, 4)}〕${draw.digits(5)}`,
      r.placeOf(city, o),
      r.hundredths(draw.between(4, 120) * 100),
      issued,
      through,
    ];
  }
}

export const LICENCE_ROWS: Record<string, r.RowSource> = {
  'food-licence': foodLicence,
  'land-planning-permit': landPlanningPermit,
  'construction-permit': constructionPermit,
  'lawyer-licence': lawyerLicence,
  'safety-licence': safetyLicence,
  'transport-qualification': transportQualification,
  'transport-operation-licence': transportOperationLicence,
  'discharge-permit': dischargePermit,
  'small-catering-filing': smallCateringFiling,
  'outdoor-sign-permit': outdoorSignPermit,
};
