/**
 * What must not get about, and the search for it: people by name, e-mail address and telephone
 * number, secrets by their value, in every spelling that addresses, headers and logs have for text.
 */

export interface CanaryPerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
}

/** Something that must not get about, such as an access token. */
export interface Secret {
  readonly kind: string;
  readonly value: string;
}

export interface Finding {
  readonly kind: string;
  /** What was found, as it is known; secrets are cut. */
  readonly what: string;
}

export interface Canaries {
  /** Everything in a text that should not get about, in whatever spelling. */
  search(text: string): readonly Finding[];
}

const wordPattern = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;
const emailPattern = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const phonePattern = /\+?\d[\d ().-]{6,}\d/g;
const jwsPattern = /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/g;
/** Random values happen to have short names in them. */
const randomRun = /(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{16,}/g;
/** What a name has to have to be looked for in what may be no text at all. */
const clearLength = 6;

const unaccented = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '');
const digitsOf = (text: string): string => text.replaceAll(/\D/g, '');
const wordsOf = (text: string): string[] => text.match(wordPattern) ?? [];

/** Latin names of two letters are words of many languages; Chinese ones of one are not. */
const isTelling = (word: string): boolean => !/^[\p{Script=Latin}\p{M}'’-]{1,2}$/u.test(word);

/** @param structures whether anything that looks like an e-mail address or a JWS is one */
export function createCanaries(
  people: Iterable<CanaryPerson>,
  secrets: Iterable<Secret>,
  structures = true,
): Canaries {
  const names = new Set<string>();
  const emails = new Set<string>();
  const phones = new Set<string>();
  for (const person of people) {
    for (const name of [person.firstName, person.lastName]) {
      for (const word of [...wordsOf(name), ...wordsOf(name.replaceAll(/['’-]/g, ' '))]) {
        if (!isTelling(word)) continue;
        for (const one of [word, unaccented(word)].map((spelled) => spelled.normalize())) {
          for (const way of [one, one.toLowerCase(), one.toUpperCase()]) names.add(way);
        }
      }
    }
    for (const email of person.emails) emails.add(email.toLowerCase());
    for (const phone of person.phones) phones.add(digitsOf(phone));
  }
  const needles = Array.from(secrets).flatMap(({ kind, value }) =>
    partsOf(value).map((part) => ({ kind, part })),
  );

  /** @param clear whether the text is known to be one: decoded bytes may be anything */
  function* findIn(text: string, clear: boolean): Generator<Finding> {
    for (const word of wordsOf(clear ? text.replaceAll(randomRun, ' ') : text)) {
      if (!clear && word.length < clearLength) continue;
      if (names.has(word.normalize())) yield { kind: 'name', what: word };
    }
    for (const email of text.match(emailPattern) ?? []) {
      if (emails.has(email.toLowerCase()) || (clear && structures)) {
        yield { kind: 'e-mail address', what: email };
      }
    }
    for (const phone of text.match(phonePattern) ?? []) {
      if (phones.has(digitsOf(phone))) yield { kind: 'telephone number', what: phone };
    }
    for (const { kind, part } of needles) {
      if (text.includes(part)) yield { kind, what: `${part.slice(0, 6)}…` };
    }
    if (!structures) return;
    for (const jws of text.match(jwsPattern) ?? []) {
      const known = needles.some(({ part }) => jws.includes(part));
      if (!known) yield { kind: 'signed token', what: `${jws.slice(0, 6)}…` };
    }
  }

  function findAllIn(text: string): readonly Finding[] {
    const found = new Map<string, Finding>();
    for (const { text: reading, clear } of readingsOf(text)) {
      for (const one of findIn(reading, clear)) found.set(`${one.kind} ${one.what}`, one);
    }
    return [...found.values()];
  }

  // Most of what gets about is said many times.
  const searched = new Map<string, readonly Finding[]>();
  return {
    search(text) {
      const findings = searched.get(text) ?? findAllIn(text);
      searched.set(text, findings);
      return findings;
    },
  };
}

/** Of a JWS also its claims and its signature: each is as good as a name. */
function partsOf(value: string): string[] {
  const [, ...rest] = value.split('.');
  return [value, ...rest.filter((part) => part.length >= 24)];
}

interface Reading {
  readonly text: string;
  readonly clear: boolean;
}

/** A text in all ways it can be read. */
function readingsOf(text: string): Reading[] {
  const clear = new Set([text]);
  for (const reading of clear) {
    // One way after the other, so that two on top of each other are undone as well.
    for (const undo of [percentDecoded, unescaped]) clear.add(undo(reading));
    if (clear.size > 16) break;
  }
  const readings = Array.from(clear, (one): Reading => ({ text: one, clear: true }));
  const decoded = new Set<string>();
  for (const reading of clear) for (const one of base64Decoded(reading)) decoded.add(one);
  for (const one of decoded) {
    readings.push({ text: one, clear: false });
    for (const inner of base64Decoded(one)) readings.push({ text: inner, clear: false });
  }
  return readings;
}

/** Percent-encoding and `+` for blanks; what is broken in it stays as it is. */
const percentDecoded = (text: string): string =>
  text.replaceAll('+', ' ').replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });

const entities: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<' };

/** Escapes of JSON, JavaScript and HTML. */
const unescaped = (text: string): string =>
  text
    .replaceAll(/\\u\{?([0-9a-fA-F]{4,6})\}?/g, (_all, code: string) => characterOf(code, 16))
    .replaceAll(/\\x([0-9a-fA-F]{2})/g, (_all, code: string) => characterOf(code, 16))
    .replaceAll(/&#x([0-9a-fA-F]{1,6});/g, (_all, code: string) => characterOf(code, 16))
    .replaceAll(/&#(\d{1,7});/g, (_all, code: string) => characterOf(code, 10))
    .replaceAll(/&(amp|quot|apos|lt);/g, (_all, name: string) => entities[name] ?? '')
    .replaceAll(/\\[nrt]/g, ' ');

/** Of a code unit, so that two halves of a pair come together again. */
function characterOf(digits: string, radix: number): string {
  const code = Number.parseInt(digits, radix);
  return code > 0xffff && code <= 0x10ffff ? String.fromCodePoint(code) : String.fromCharCode(code);
}

/** Everything in a text that could be base64 or base64url, decoded from each place it may begin. */
function base64Decoded(text: string): string[] {
  const runs = text.match(/[A-Za-z0-9+/_-]{8,}/g) ?? [];
  return runs.flatMap((run) =>
    [0, 1, 2, 3].map((start) => Buffer.from(run.slice(start), 'base64').toString('utf8')),
  );
}
