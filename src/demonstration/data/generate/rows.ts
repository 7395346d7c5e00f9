import { CODE_TABLES, type CodeTableKey } from '#demonstration/data/codeTables.ts';
import { addressOf, type City } from './city.ts';
import { AS_OF, writeDay } from './days.ts';
import type { Draw } from './draw.ts';

/** A value as it is handed to a database: dates and decimals are written out. */
export type Value = string | number | boolean | null;

/** Yields rows in the order of the entry's items, `count` of them where the city has that many subjects. */
export type RowSource = (city: City, draw: Draw, count: number) => Iterable<Value[]>;

/** The persons for whom the condition holds. */
export function personsWhere(city: City, holds: (p: number) => boolean): number[] {
  const result: number[] = [];
  for (let p = 0; p < city.persons.count; p += 1) if (holds(p)) result.push(p);
  return result;
}

export function isAlive(city: City, p: number): boolean {
  return city.persons.death[p] === 0;
}

/** Those alive whose age lies between the two, both included. */
export function personsAged(city: City, from: number, to: number): number[] {
  return personsWhere(
    city,
    p => isAlive(city, p) && (city.persons.age[p] ?? 0) >= from && (city.persons.age[p] ?? 0) <= to,
  );
}

export function numberOf(city: City, p: number): string {
  return city.persons.number[p] ?? '';
}

export function nameOf(city: City, p: number): string {
  return city.persons.name[p] ?? '';
}

export function codeOf(city: City, o: number): string {
  return city.organizations.code[o] ?? '';
}

export function titleOf(city: City, o: number): string {
  return city.organizations.name[o] ?? '';
}

/** Where an organisation trades; apart from households by its number's offset. */
export function placeOf(city: City, o: number): string {
  return addressOf(city, city.organizations.street[o] ?? 0, 1_000_000 + o);
}

export function areaOf(city: City, p: number): string {
  return city.streets[city.persons.street[p] ?? 0]?.area ?? '';
}

export function label(table: CodeTableKey, index: number): string {
  const value = CODE_TABLES[table].values[index];
  if (value === undefined) throw new Error(`the code table ${table} has no value ${index}`);
  return value;
}

export function drawLabel(draw: Draw, table: CodeTableKey): string {
  return draw.of<string>(CODE_TABLES[table].values);
}

/** A number of hundredths as a decimal with two places. */
export function hundredths(value: number): string {
  const whole = Math.floor(value / 100);
  const rest = value % 100;
  return rest < 10 ? `${whole}.0${rest}` : `${whole}.${rest}`;
}

/** A day of the last `days` days before the export. */
export function recent(draw: Draw, days: number): string {
  return writeDay(AS_OF - 1 - draw.below(days));
}

/** A day after `earliest` and before the export. */
export function since(draw: Draw, earliest: number): number {
  return earliest >= AS_OF - 1 ? AS_OF - 1 : earliest + draw.below(AS_OF - earliest);
}

/** The organisations of one industry or more, by the numbers of the code table `industry`. */
export function ofIndustry(city: City, candidates: readonly number[], ...industries: number[]): number[] {
  return candidates.filter(o => industries.includes(city.organizations.industry[o] ?? -1));
}

/** The traders and companies of 湛河区. */
export function ofZhanhe(city: City): number[] {
  const { companies, traders, street } = city.organizations;
  return [...traders, ...companies].filter(o => city.streets[street[o] ?? 0]?.area === '410411');
}
