/** Rows about a person's civil state. */
import { personAddress, personPhone } from './city.ts';
import { addYears, AS_OF, writeDay } from './days.ts';
import { choose } from './draw.ts';
import { MARITAL } from './persons.ts';
import * as r from './rows.ts';

const PLATE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

function* householdRegistration(...[city, , count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const { persons } = city;
  for (let p = 0; p < Math.min(count, persons.count); p += 1) {
    const birth = persons.birth[p] ?? 0;
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      persons.male[p] === 1 ? '男' : '女',
      // Ethnicity runs in households, and nearly all of them are Han.
      r.label(
        'ethnicity',
        (persons.household[p] ?? 0) % 67 === 0 ? 1 + ((persons.household[p] ?? 0) % 6) : 0,
      ),
      writeDay(birth),
      r.areaOf(city, p),
      personAddress(city, p),
      `H${String(persons.household[p]).padStart(9, '0')}`,
      r.label('relation', persons.relation[p] ?? 0),
      r.label('marital', persons.marital[p] ?? 0),
      r.label('registerStatus', r.isAlive(city, p) ? 0 : 1),
      writeDay(Math.min(AS_OF - 1, birth + 10 + (p % 50))),
    ];
  }
}

function* residencePermit(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const fromElsewhere = r
    .personsAged(city, 16, 75)
    .filter(p => !r.numberOf(city, p).startsWith('4104') || p % 11 === 0);
  for (const p of choose(draw, fromElsewhere, count)) {
    const issued = AS_OF - 1 - draw.below(360);
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `${r.areaOf(city, p)}${draw.digits(12)}`,
      personAddress(city, p),
      personPhone(p),
      writeDay(issued),
      writeDay(addYears(issued, 1)),
    ];
  }
}

function* motorVehicle(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  let serial = 0;
  for (const p of choose(draw, r.personsAged(city, 20, 75), count)) {
    const registered = AS_OF - 1 - draw.below(14 * 365);
    const scrapped = draw.chance(0.03);
    serial += 1;
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `豫D${PLATE_LETTERS.charAt(serial % 24)}${String(Math.floor(serial / 24)).padStart(4, '0')}`,
      r.label('vehicleType', draw.chance(0.8) ? 0 : draw.between(1, 4)),
      r.label('vehicleUse', draw.chance(0.9) ? 0 : draw.between(1, 3)),
      `L${draw.of(['SV', 'FV', 'GB', 'VS', 'HG'])}${draw.of('ABCDEFGH'.split(''))}${draw.digits(5)}${draw.of('ABCDEFGH'.split(''))}${draw.digits(7)}`,
      writeDay(registered),
      writeDay(AS_OF - 200 + draw.below(900)),
      r.label('vehicleStatus', scrapped ? 2 : draw.chance(0.92) ? 0 : 1),
    ];
  }
}

function* drivingLicence(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const p of choose(draw, r.personsAged(city, 20, 72), count)) {
    const first = r.since(draw, Math.max(addYears(city.persons.birth[p] ?? 0, 18), AS_OF - 20 * 365));
    const years = draw.of([6, 10, 10, 10]);
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      r.label('licenceClass', draw.chance(0.7) ? 0 : draw.between(1, 5)),
      writeDay(first),
      writeDay(Math.max(addYears(first, years), AS_OF - 100 + draw.below(3000))),
      draw.chance(0.7) ? 0 : draw.of([1, 3, 3, 6, 9]),
      r.label('licenceStatus', draw.chance(0.95) ? 0 : draw.between(1, 3)),
    ];
  }
}

function* sealedJuvenileRecord(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const p of choose(draw, r.personsAged(city, 18, 30), count)) {
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `平公封字〔${2014 + draw.below(11)}〕${draw.between(1, 99)}号`,
      r.recent(draw, 11 * 365),
    ];
  }
}

function* marriageRegistration(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const { persons } = city;
  const husbands = r.personsWhere(city, p => persons.male[p] === 1 && (persons.spouse[p] ?? -1) >= 0);
  const divorced = r.personsWhere(city, p => persons.marital[p] === MARITAL.divorced && r.isAlive(city, p));
  const formerHusbands = divorced.filter(p => persons.male[p] === 1);
  const formerWives = divorced.filter(p => persons.male[p] === 0);
  const divorces = Math.min(formerHusbands.length, formerWives.length, Math.floor(count / 5));
  let serial = 0;
  for (const husband of choose(draw, husbands, count - divorces)) {
    const wife = persons.spouse[husband] ?? 0;
    yield marriageRow(husband, wife, 0, persons.married[husband] ?? 0);
  }
  for (let i = 0; i < divorces; i += 1) {
    yield marriageRow(formerHusbands[i] ?? 0, formerWives[i] ?? 0, 1, AS_OF - 1 - draw.below(3000));
  }

  function marriageRow(husband: number, wife: number, kind: number, day: number): r.Value[] {
    const written = writeDay(day);
    const area = r.areaOf(city, husband);
    serial += 1;
    return [
      r.numberOf(city, husband),
      r.nameOf(city, husband),
      r.numberOf(city, wife),
      r.nameOf(city, wife),
      r.label('marriageKind', kind),
      `${kind === 0 ? 'J' : 'L'}${area}-${written.slice(0, 4)}-${String(serial).padStart(6, '0')}`,
      written,
      `${city.streets[persons.street[husband] ?? 0]?.prefix.slice(0, 7) ?? ''}民政局婚姻登记处`,
    ];
  }
}

function* subsistenceAllowance(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const p of choose(draw, r.personsAged(city, 18, 90), count)) {
    const rural = city.streets[city.persons.street[p] ?? 0]?.rural === true;
    const covered = draw.between(1, 4);
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      r.areaOf(city, p),
      personAddress(city, p),
      r.label('aidKind', rural ? 1 : 0),
      covered,
      r.hundredths(covered * (rural ? 23_000 : 36_000) + draw.below(90) * 100),
      r.recent(draw, 8 * 365),
      r.label('aidStatus', draw.chance(0.93) ? 0 : 1),
    ];
  }
}

function* destituteSupport(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const alone = r.personsAged(city, 60, 95).filter(p => (city.persons.spouse[p] ?? -1) < 0);
  for (const p of choose(draw, alone, count)) {
    const together = draw.chance(0.3);
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      r.areaOf(city, p),
      r.label('supportKind', together ? 0 : 1),
      r.hundredths(together ? 98_000 : 75_000),
      r.recent(draw, 8 * 365),
    ];
  }
}

function* cremation(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const p of choose(
    draw,
    r.personsWhere(city, person => !r.isAlive(city, person)),
    count,
  )) {
    const died = city.persons.death[p] ?? 0;
    const cremated = Math.min(AS_OF - 1, died + draw.between(1, 5));
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      writeDay(died),
      writeDay(cremated),
      draw.of(['平顶山市殡仪馆', '汝州市殡仪馆', '叶县殡仪馆', '鲁山县殡仪馆']),
      `HH${writeDay(cremated).slice(0, 4)}${draw.digits(6)}`,
    ];
  }
}

function* socialOrganization(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const { organizations } = city;
  for (const o of choose(draw, organizations.societies, count)) {
    yield [
      r.codeOf(city, o),
      r.titleOf(city, o),
      r.label('societyKind', r.codeOf(city, o).startsWith('51') ? 0 : 1),
      r.nameOf(city, organizations.representative[o] ?? 0),
      r.hundredths((organizations.capital[o] ?? 0) * 100),
      r.placeOf(city, o),
      writeDay(organizations.founded[o] ?? 0),
    ];
  }
}

function* adoptionRegistration(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const children = r.personsAged(city, 1, 17).filter(p => (city.persons.mother[p] ?? -1) >= 0);
  for (const p of choose(draw, children, count)) {
    const mother = city.persons.mother[p] ?? 0;
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      r.numberOf(city, mother),
      r.nameOf(city, mother),
      writeDay(r.since(draw, (city.persons.birth[p] ?? 0) + 200)),
    ];
  }
}

function* disabilityCertificate(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const p of choose(draw, r.personsAged(city, 3, 95), count)) {
    const kind = draw.between(1, 7);
    const grade = draw.between(1, 4);
    const issued = AS_OF - 1 - draw.below(9 * 365);
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      // The certificate's number is the holder's, then kind and grade.
      `${r.numberOf(city, p)}${kind}${grade}`,
      r.label('disabilityKind', kind - 1),
      r.label('disabilityGrade', grade - 1),
      writeDay(issued),
      writeDay(addYears(issued, 10)),
    ];
  }
}

function* veteranRegistration(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const candidates = r.personsAged(city, 22, 80).filter(p => city.persons.male[p] === 1 || p % 16 === 0);
  for (const p of choose(draw, candidates, count)) {
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      r.label('serviceKind', draw.chance(0.9) ? 0 : draw.between(1, 2)),
      writeDay(Math.min(AS_OF - 1, addYears(city.persons.birth[p] ?? 0, 20) + draw.below(4 * 365))),
      `豫D${draw.digits(10)}`,
      personPhone(p),
      personAddress(city, p),
    ];
  }
}

function* oldAgeAllowance(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const p of choose(
    draw,
    r.personsAged(city, 80, 120).filter(old => r.areaOf(city, old) === '410411'),
    count,
  )) {
    const age = city.persons.age[p] ?? 80;
    const group = age < 90 ? 0 : age < 100 ? 1 : 2;
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      r.label('allowanceAge', group),
      r.hundredths([5_000, 10_000, 30_000][group] ?? 0),
      writeDay(Math.min(AS_OF - 1, addYears(city.persons.birth[p] ?? 0, 80) + 30)),
      `6217${draw.digits(15)}`,
    ];
  }
}

export const PEOPLE_ROWS: Record<string, r.RowSource> = {
  'household-registration': householdRegistration,
  'residence-permit': residencePermit,
  'motor-vehicle': motorVehicle,
  'driving-licence': drivingLicence,
  'sealed-juvenile-record': sealedJuvenileRecord,
  'marriage-registration': marriageRegistration,
  'subsistence-allowance': subsistenceAllowance,
  'destitute-support': destituteSupport,
  cremation,
  'social-organization': socialOrganization,
  'adoption-registration': adoptionRegistration,
  'disability-certificate': disabilityCertificate,
  'veteran-registration': veteranRegistration,
  'old-age-allowance': oldAgeAllowance,
};
