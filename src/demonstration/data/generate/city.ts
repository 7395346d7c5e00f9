import { setImmediate } from 'node:timers/promises';
import { readDivisions } from '#demonstration/data/divisions.ts';
import { Draw, scramble } from './draw.ts';
import { buildOrganizations, type Organizations } from './organizations.ts';
import { buildPersons, type Persons } from './persons.ts';
import { ROADS, VILLAGES } from './names.ts';

export interface Street {
  /** GB/T 2260 code of the district or county. */
  area: string;
  /** Beginning of every address in the street: 平顶山市湛河区马庄街道. */
  prefix: string;
  rural: boolean;
}

/** The demonstration city: who lives and trades there. Every department's table is a view of it. */
export interface City {
  seed: string;
  scale: number;
  streets: Street[];
  persons: Persons;
  organizations: Organizations;
}

export const FULL_PERSONS = 200_000;
export const FULL_ORGANIZATIONS = 30_000;

/**
 * Builds the city. The same seed and scale give the same city on every machine. It takes about a second at full scale
 * and lets other work of the process run in between.
 */
export async function buildCity(seed: string, scale: number): Promise<City> {
  if (!(scale > 0 && scale <= 1)) throw new Error('the scale must be above 0 and at most 1');
  const streets = readStreets();
  const persons = await buildPersons(new Draw(seed, 'persons'), Math.round(FULL_PERSONS * scale), streets);
  await setImmediate();
  const organizations = buildOrganizations(
    new Draw(seed, 'organizations'),
    Math.round(FULL_ORGANIZATIONS * scale),
    streets,
    persons,
  );
  employ(new Draw(seed, 'employment'), persons, organizations);
  return { seed, scale, streets, persons, organizations };
}

function readStreets(): Street[] {
  const areas = new Map(readDivisions('areas').map(area => [area.code, area.name]));
  const streets: Street[] = [];
  for (const { code, name } of readDivisions('streets')) {
    const area = code.slice(0, 6);
    // 71 to 79 are development zones of the statisticians' table: no register knows them.
    if (!area.startsWith('4104') || /7[1-9]$/.test(area) || name.includes('筹备')) continue;
    streets.push({ area, prefix: `平顶山市${areas.get(area) ?? ''}${name}`, rural: /[乡镇]$/.test(name) });
  }
  return streets;
}

/** Who has an employer, and which: it must be the same one in every register. */
function employ(draw: Draw, persons: Persons, organizations: Organizations): void {
  const employers = organizations.companies;
  for (let p = 0; p < persons.count; p += 1) {
    const age = persons.age[p] ?? 0;
    if (age < 20 || age >= 60 || persons.death[p] !== 0 || !draw.chance(0.44)) continue;
    // Squaring the share makes few employers large and most small, as they are.
    const share = draw.below(10_000) / 10_000;
    persons.employer[p] = employers[Math.floor(share * share * employers.length)] ?? -1;
  }
}

/** The address of a household: it follows from the household's number, so it is the same in every register. */
export function addressOf(city: City, street: number, household: number): string {
  const place = city.streets[street];
  if (place === undefined) throw new Error(`there is no street ${street}`);
  const chance = scramble(household + 1);
  const number = (chance % 180) + 1;
  if (place.rural) return `${place.prefix}${VILLAGES[(chance >>> 8) % VILLAGES.length] ?? ''}村${number}号`;
  const road = ROADS[(chance >>> 8) % ROADS.length] ?? '';
  const building = ((chance >>> 13) % 28) + 1;
  const unit = ((chance >>> 18) % 4) + 1;
  const room = (((chance >>> 21) % 17) + 1) * 100 + ((chance >>> 27) % 4) + 1;
  return `${place.prefix}${road}${number}号院${building}号楼${unit}单元${room}室`;
}

export function personAddress(city: City, p: number): string {
  return addressOf(city, city.persons.street[p] ?? 0, city.persons.household[p] ?? 0);
}

const PHONE_HEADS = [
  '133',
  '135',
  '136',
  '137',
  '138',
  '139',
  '150',
  '151',
  '152',
  '158',
  '159',
  '182',
  '186',
  '187',
  '189',
];

/** A person's telephone: follows from the person's number. */
export function personPhone(p: number): string {
  const chance = scramble(p ^ 0x5bd1e995);
  return `${PHONE_HEADS[chance % PHONE_HEADS.length] ?? '138'}${String(scramble(chance) % 100_000_000).padStart(8, '0')}`;
}
