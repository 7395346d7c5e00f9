import { setImmediate } from 'node:timers/promises';
import { readDivisions } from '#demonstration/data/divisions.ts';
import { personCheckDigit } from '#vocabulary/identifiers.ts';
import type { Street } from './city.ts';
import { addYears, AS_OF, ageOf, dayOf, writeDay } from './days.ts';
import { type Draw, weighted } from './draw.ts';
import { drawGivenName, drawSurname } from './names.ts';

/** Natural persons as columns: 200,000 objects would cost ten times the memory. Persons are numbered from 0. */
export interface Persons {
  count: number;
  number: string[];
  name: string[];
  male: Uint8Array;
  /** Days since 1970-01-01; so is `death`, where 0 means alive and `married`, where 0 means never. */
  birth: Int32Array;
  age: Uint8Array;
  death: Int32Array;
  married: Int32Array;
  /** Index into the city's streets. */
  street: Uint16Array;
  household: Uint32Array;
  /** Index into the code table `relation`; 0 is the head. */
  relation: Uint8Array;
  /** Index into the code table `marital`. */
  marital: Uint8Array;
  /** Persons, or -1. */
  spouse: Int32Array;
  father: Int32Array;
  mother: Int32Array;
  /** An organisation, or -1. */
  employer: Int32Array;
}

export const MARITAL = { single: 0, married: 1, widowed: 2, divorced: 3 } as const;
const RELATION = { head: 0, spouse: 1, son: 2, daughter: 3, father: 4, mother: 5 } as const;

/** Inhabitants per district, in thousands, with more weight on the districts that the demonstration is about. */
const AREA_WEIGHTS: Record<string, number> = {
  '410402': 40,
  '410403': 32,
  '410404': 12,
  '410411': 60,
  '410421': 45,
  '410422': 60,
  '410423': 60,
  '410425': 45,
  '410481': 25,
  '410482': 75,
};

/** So many take a few milliseconds: other work of the process does not wait longer. */
const HOUSEHOLDS_PER_TURN = 1000;

const drawHousehold = weighted([16, 20, 26, 19, 3, 12, 4]);

/** Fills the city with households until it has `count` inhabitants. */
export async function buildPersons(draw: Draw, count: number, streets: Street[]): Promise<Persons> {
  const persons: Persons = {
    count: 0,
    number: [],
    name: [],
    male: new Uint8Array(count),
    birth: new Int32Array(count),
    age: new Uint8Array(count),
    death: new Int32Array(count),
    married: new Int32Array(count),
    street: new Uint16Array(count),
    household: new Uint32Array(count),
    relation: new Uint8Array(count),
    marital: new Uint8Array(count),
    spouse: new Int32Array(count).fill(-1),
    father: new Int32Array(count).fill(-1),
    mother: new Int32Array(count).fill(-1),
    employer: new Int32Array(count).fill(-1),
  };
  const streetsOfArea = new Map<string, number>();
  for (const street of streets) streetsOfArea.set(street.area, (streetsOfArea.get(street.area) ?? 0) + 1);
  const drawStreet = weighted(
    streets.map(({ area }) =>
      Math.round(((AREA_WEIGHTS[area] ?? 10) * 1000) / (streetsOfArea.get(area) ?? 1)),
    ),
  );
  const register = new Register(draw, persons, count, streets);
  for (let household = 0; persons.count < count; household += 1) {
    register.settle(household, drawStreet(draw), drawHousehold(draw));
    if (household % HOUSEHOLDS_PER_TURN === 0) await setImmediate();
  }
  return persons;
}

interface Newcomer {
  male: boolean;
  /** Years lived; a random part of a year is added. */
  age: number;
  relation: number;
  surname: string;
}

/** Takes households in one after another, giving each person an identity number that nobody else has. */
class Register {
  readonly #draw: Draw;
  readonly #persons: Persons;
  readonly #limit: number;
  readonly #streets: Street[];
  readonly #localAreas: string[];
  readonly #farAreas: string[];
  readonly #taken = new Set<number>();
  #household = 0;
  #street = 0;

  constructor(draw: Draw, persons: Persons, limit: number, streets: Street[]) {
    this.#draw = draw;
    this.#persons = persons;
    this.#limit = limit;
    this.#streets = streets;
    this.#localAreas = [...new Set(streets.map(street => street.area))];
    this.#farAreas = readDivisions('areas')
      .map(area => area.code)
      .filter(code => !code.startsWith('4104') && !/(7[1-9]|00)$/.test(code));
  }

  settle(household: number, street: number, kind: number): void {
    this.#household = household;
    this.#street = street;
    const draw = this.#draw;
    if (kind === 0) return this.#settleAlone(draw.chance(0.5), draw.between(20, 88));
    if (kind === 6) {
      const mother = this.#add({
        male: false,
        age: draw.between(26, 50),
        relation: RELATION.head,
        surname: drawSurname(draw),
      });
      this.#part(mother);
      return this.#addChildren(-1, mother, draw.chance(0.2) ? 2 : 1);
    }
    const age = kind === 1 ? draw.between(24, 88) : draw.between(25, 56);
    const [husband, wife] = this.#addCouple(age, drawSurname(draw), RELATION.head, RELATION.spouse);
    if (kind >= 2) this.#addChildren(husband, wife, kind === 5 ? draw.between(1, 2) : kind - 1);
    if (kind === 5) {
      const surname = this.#persons.name[husband]?.charAt(0) ?? '';
      const [father, mother] = this.#addCouple(
        age + draw.between(21, 29),
        surname,
        RELATION.father,
        RELATION.mother,
      );
      if (husband >= 0) {
        this.#persons.father[husband] = father;
        this.#persons.mother[husband] = mother;
      }
    }
  }

  #settleAlone(male: boolean, age: number): void {
    const person = this.#add({ male, age, relation: RELATION.head, surname: drawSurname(this.#draw) });
    if (person < 0) return;
    if (age >= 65 && this.#draw.chance(0.6)) this.#persons.marital[person] = MARITAL.widowed;
    else if (age >= 28 && this.#draw.chance(0.6)) this.#part(person);
  }

  /** Marks a person as once married and divorced since. */
  #part(person: number): void {
    if (person >= 0) this.#persons.marital[person] = MARITAL.divorced;
  }

  #addCouple(age: number, surname: string, his: number, hers: number): [husband: number, wife: number] {
    const draw = this.#draw;
    const persons = this.#persons;
    const husband = this.#add({ male: true, age: Math.min(age, 98), relation: his, surname });
    const wifeAge = Math.min(97, Math.max(21, age - draw.between(-2, 4)));
    const wife = this.#add({ male: false, age: wifeAge, relation: hers, surname: drawSurname(draw) });
    if (husband < 0 || wife < 0) return [husband, wife];
    persons.spouse[husband] = wife;
    persons.spouse[wife] = husband;
    const earliest = Math.max(
      addYears(persons.birth[husband] ?? 0, 22),
      addYears(persons.birth[wife] ?? 0, 20),
    );
    const married = Math.min(AS_OF - 1, earliest + draw.below(4 * 365));
    for (const [one, other] of [
      [husband, wife],
      [wife, husband],
    ] as const) {
      persons.married[one] = married;
      persons.marital[one] = persons.death[other] === 0 ? MARITAL.married : MARITAL.widowed;
    }
    return [husband, wife];
  }

  #addChildren(father: number, mother: number, children: number): void {
    const persons = this.#persons;
    if (mother < 0) return;
    const parent = father >= 0 && this.#draw.chance(0.95) ? father : mother;
    const surname = persons.name[parent]?.charAt(0) ?? '';
    const youngestParent = Math.min(persons.age[mother] ?? 0, father >= 0 ? (persons.age[father] ?? 0) : 99);
    const eldest = Math.min(30, youngestParent - this.#draw.between(21, 27));
    for (let i = 0, age = eldest; i < children && age >= 0; i += 1, age -= this.#draw.between(2, 6)) {
      const male = this.#draw.chance(0.52);
      const child = this.#add({ male, age, relation: male ? RELATION.son : RELATION.daughter, surname });
      if (child < 0) return;
      persons.father[child] = father;
      persons.mother[child] = mother;
    }
  }

  /** The new person, or -1 where the city is full. */
  #add({ male, age, relation, surname }: Newcomer): number {
    const persons = this.#persons;
    const draw = this.#draw;
    const p = persons.count;
    if (p >= this.#limit) return -1;
    persons.count += 1;
    const birth = addYears(AS_OF, -age) - 1 - draw.below(364);
    const written = writeDay(birth);
    persons.number.push(this.#drawNumber(male, birth, written));
    persons.name.push(surname + drawGivenName(draw, male, Number(written.slice(0, 4))));
    persons.male[p] = male ? 1 : 0;
    persons.birth[p] = birth;
    persons.age[p] = ageOf(birth);
    persons.street[p] = this.#street;
    persons.household[p] = this.#household;
    persons.relation[p] = relation;
    if (age >= 60 ? draw.chance(age >= 75 ? 0.18 : 0.05) : draw.chance(0.002)) {
      const first = Math.max(birth + 1, dayOf(2019, 1, 1));
      persons.death[p] = first + draw.below(AS_OF - first);
    }
    return p;
  }

  #drawNumber(male: boolean, birth: number, written: string): string {
    const draw = this.#draw;
    const origin = draw.below(100);
    const home = this.#streets[this.#street]?.area ?? '410411';
    const area = origin < 82 ? home : origin < 94 ? draw.of(this.#localAreas) : draw.of(this.#farAreas);
    // One whole number for region and birth date, well inside 2⁵³: a set of numbers is much faster than of texts.
    const head = (Number(area) * 100_000 + birth + 50_000) * 1000;
    let sequence = draw.below(500) * 2 + (male ? 1 : 0);
    while (this.#taken.has(head + sequence)) sequence = (sequence + 2) % 1000;
    this.#taken.add(head + sequence);
    const day = written.slice(0, 4) + written.slice(5, 7) + written.slice(8, 10);
    const first17 = area + day + String(sequence).padStart(3, '0');
    return first17 + personCheckDigit(first17);
  }
}
