/** Rows about births, doctors, pupils and teachers. */
import { addYears, AS_OF, writeDay } from './days.ts';
import { choose } from './draw.ts';
import { HOSPITALS } from './names.ts';
import * as r from './rows.ts';

const MATERNITY = HOSPITALS.filter(hospital => hospital !== '平顶山市中医医院');
const SUBJECTS = [
  '语文',
  '数学',
  '英语',
  '物理',
  '化学',
  '生物',
  '历史',
  '地理',
  '政治',
  '体育',
  '音乐',
  '美术',
  '信息技术',
];

function* birthCertificate(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const { persons } = city;
  const children = r.personsWhere(city, p => (persons.age[p] ?? 0) <= 10 && (persons.mother[p] ?? -1) >= 0);
  let serial = 0;
  for (const p of choose(draw, children, count)) {
    const mother = persons.mother[p] ?? 0;
    const father = persons.father[p] ?? -1;
    serial += 1;
    yield [
      `${'RSTUV'.charAt(serial % 5)}41${String(serial * 13).padStart(7, '0')}`,
      r.nameOf(city, p),
      persons.male[p] === 1 ? '男' : '女',
      writeDay(persons.birth[p] ?? 0),
      r.numberOf(city, mother),
      r.nameOf(city, mother),
      father < 0 ? null : r.numberOf(city, father),
      father < 0 ? null : r.nameOf(city, father),
      draw.of(MATERNITY),
    ];
  }
}

function* doctorRegistration(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const p of choose(draw, r.personsAged(city, 25, 65), count)) {
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `1${draw.between(1, 4)}04104${draw.digits(8)}`,
      r.label('doctorKind', draw.chance(0.7) ? 0 : draw.between(1, 3)),
      draw.of(HOSPITALS),
      writeDay(r.since(draw, Math.max(addYears(city.persons.birth[p] ?? 0, 24), AS_OF - 15 * 365))),
    ];
  }
}

function* pupilRegistration(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  const { persons } = city;
  for (const p of choose(draw, r.personsAged(city, 6, 17), count)) {
    const age = persons.age[p] ?? 6;
    const stage = age < 12 ? 0 : age < 15 ? 1 : 2;
    const year = age - (stage === 0 ? 6 : stage === 1 ? 12 : 15) + 1;
    const district = city.streets[persons.street[p] ?? 0]?.prefix.slice(4, 7) ?? '';
    const guardian = (persons.father[p] ?? -1) >= 0 ? (persons.father[p] ?? 0) : (persons.mother[p] ?? -1);
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `G${r.numberOf(city, p)}`,
      `${district}第${draw.between(1, 12)}${['小学', '中学', '高级中学'][stage] ?? ''}`,
      r.label('schoolStage', stage),
      year,
      `${2025 - (year - 1)}-09-01`,
      r.label('pupilStatus', draw.chance(0.985) ? 0 : draw.between(1, 2)),
      guardian < 0 ? null : r.numberOf(city, guardian),
    ];
  }
}

function* teacherQualification(...[city, draw, count]: Parameters<r.RowSource>): Generator<r.Value[]> {
  for (const p of choose(draw, r.personsAged(city, 22, 60), count)) {
    const granted = writeDay(
      r.since(draw, Math.max(addYears(city.persons.birth[p] ?? 0, 21), AS_OF - 18 * 365)),
    );
    yield [
      r.numberOf(city, p),
      r.nameOf(city, p),
      `${granted.slice(0, 4)}41040${draw.digits(8)}`,
      r.drawLabel(draw, 'teachStage'),
      draw.of(SUBJECTS),
      granted,
    ];
  }
}

export const SCHOOLING_ROWS: Record<string, r.RowSource> = {
  'birth-certificate': birthCertificate,
  'doctor-registration': doctorRegistration,
  'pupil-registration': pupilRegistration,
  'teacher-qualification': teacherQualification,
};
