/**
 * Synthetic people: the members of the sandbox, and whoever a demo needs who should be found among
 * them. The same seed gives the same people on every machine; nobody of them exists.
 */
import { companies, cultures, fields, schools, type Culture, type Field } from './people-data.ts';

export interface Position {
  readonly title: string;
  readonly company: string;
  /** `YYYY-MM`. */
  readonly from: string;
  /** `YYYY-MM`, or null for the current position. */
  readonly to: string | null;
  readonly location: string;
}

export interface Education {
  readonly school: string;
  readonly degree: string;
  /** Years. */
  readonly from: number;
  readonly to: number;
}

export interface Person {
  readonly id: string;
  readonly personUrn: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly headline: string;
  readonly currentTitle: string;
  readonly currentCompany: string;
  readonly location: string;
  readonly country: string;
  readonly industry: string;
  readonly connections: number;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly profileUrl: string;
  readonly summary: string;
  readonly experience: readonly Position[];
  readonly education: readonly Education[];
  readonly skills: readonly string[];
  /** BCP 47 tag of the language the person's name is written in. */
  readonly locale: string;
}

export interface PeopleOptions {
  /** Any whole number; the same number gives the same people. */
  readonly seed?: number;
  /** How many, 0 or more. */
  readonly count: number;
}

/** Year the histories end in: fixed, so that people do not age between two runs. */
const presentYear = 2026;

/** Makes people. The first `n` of a larger count are the people of count `n`. */
export function syntheticPeople({ seed = 1, count }: PeopleOptions): Person[] {
  return Array.from({ length: count }, (_, index) => syntheticPerson(seed, index));
}

function syntheticPerson(seed: number, index: number): Person {
  const random = createRandom(seed * 1_000_003 + index);
  const culture = pickWeighted(random, cultures);
  const field = pick(random, fields);
  const firstName = pick(random, culture.first);
  const lastName = pick(random, culture.last);
  const place = pick(random, culture.places);
  const experience = career(random, field, place);
  const [current] = experience;
  const handle = `m${(seed * 1_000_000 + index).toString(36)}`;
  const years = presentYear - Number(experience.at(-1)?.from.slice(0, 4) ?? presentYear);
  const skillOrder = orderOf(random, field.skills);
  const skills = firstInOrder(field.skills, skillOrder, 4 + Math.floor(random() * 4));
  const title = current?.title ?? pick(random, field.titles);
  const company = current?.company ?? pick(random, companies);
  return {
    id: handle,
    personUrn: `urn:li:person:${opaqueId(random)}`,
    firstName,
    lastName,
    headline: `${title} at ${company}`,
    currentTitle: title,
    currentCompany: company,
    location: `${place}, ${culture.country}`,
    country: culture.country,
    industry: field.industry,
    connections: 20 + Math.floor(random() ** 2 * 1_480),
    emails: addresses(random, handle, firstName, lastName),
    phones: [`${culture.dialCode} ${String(1000 + Math.floor(random() * 9000))}`],
    profileUrl: `https://www.linkedin.com/in/${handle}`,
    summary: summaryOf(field, skills, years, company),
    experience,
    education: studies(random, field, years),
    skills,
    locale: culture.locale,
  };
}

/** Current position first. */
function career(random: () => number, field: Field, place: string): Position[] {
  const positions: Position[] = [];
  let year = presentYear - Math.floor(random() * 4);
  let to: string | null = null;
  const count = 1 + Math.floor(random() * 5);
  for (const company of firstInOrder(companies, orderOf(random, companies), count)) {
    const month = String(1 + Math.floor(random() * 12)).padStart(2, '0');
    const from = `${String(year)}-${month}`;
    positions.push({ title: pick(random, field.titles), company, from, to, location: place });
    to = from;
    year -= 1 + Math.floor(random() * 5);
  }
  return positions;
}

function studies(random: () => number, field: Field, yearsOfWork: number): Education[] {
  const end = presentYear - yearsOfWork - 1;
  const bachelor = {
    school: pick(random, schools),
    degree: `B.Sc. ${field.degree}`,
    from: end - 3,
    to: end,
  };
  if (random() < 0.6) return [bachelor];
  const master = {
    school: pick(random, schools),
    degree: `M.Sc. ${field.degree}`,
    from: end,
    to: end + 2,
  };
  return [master, bachelor];
}

function summaryOf(
  field: Field,
  skills: readonly string[],
  years: number,
  company: string,
): string {
  const [first = '', second = '', third = ''] = skills;
  return (
    `${String(Math.max(1, years))} years in ${field.industry.toLowerCase()}, most of them around ${first} and ${second}. ` +
    `At ${company} I look after the things that have to work on Monday morning, and I enjoy teaching ${third} to people who are new to it.`
  );
}

/** Addresses are ASCII and unique by handle; domains are reserved ones (RFC 2606). */
function addresses(random: () => number, handle: string, first: string, last: string): string[] {
  const plain = (text: string): string =>
    text
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/[^a-z]/g, '');
  const name = [plain(first), plain(last)].filter((part) => part !== '').join('.');
  const personal = `${name === '' ? 'mail' : name}.${handle}@example.com`;
  return random() < 0.4 ? [personal, `${handle}@example.org`] : [personal];
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

function opaqueId(random: () => number): string {
  let id = '';
  for (let length = 0; length < 10; length += 1) id += alphabet.charAt(Math.floor(random() * 64));
  return id;
}

/** mulberry32: small, fast, the same everywhere; nothing here needs to be unpredictable. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function pick<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

function pickWeighted(random: () => number, items: readonly Culture[]): Culture {
  let left = random() * items.reduce((sum, { weight }) => sum + weight, 0);
  const chosen = items.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return chosen ?? pick(random, items);
}

/** A random place for each item: the smallest number comes first. */
function orderOf(random: () => number, items: readonly unknown[]): Float64Array {
  const order = new Float64Array(items.length);
  for (let index = 0; index < order.length; index += 1) order[index] = random();
  return order;
}

/**
 * The first few items of an order, which is used up by it. There are many people, so nothing is
 * sorted of which only the beginning is wanted.
 */
function firstInOrder<T>(items: readonly T[], order: Float64Array, count: number): T[] {
  const first: T[] = [];
  while (first.length < Math.min(count, items.length)) {
    let next = 0;
    for (let index = 1; index < order.length; index += 1) {
      if ((order[index] ?? Infinity) < (order[next] ?? Infinity)) next = index;
    }
    order[next] = Infinity;
    first.push(items[next] as T);
  }
  return first;
}
