/**
 * What of jobs and people is searched for: skills as a whole, titles by their words. Cut here and not by
 * PostgreSQL, whose parsers make `c` of `C++` and nothing of Japanese; the same rules then say which
 * skills and words two sides have in common.
 */

/** Said of many jobs of each kind: how senior, how much, for whom. */
const empty = new Set(
  (
    'a an and as at by for in of on or the to with ' +
    'der die das den dem des ein eine für im in mit und oder von zu ' +
    'senior junior lead principal staff head chief intern trainee associate ' +
    'sr jr ii iii iv m w d f x all genders'
  ).split(' '),
);

const maxTerm = 80;
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** Case, width, accents composed or not, and white space make no difference. */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, maxTerm);

/** Words of a title, each once, without those that say nothing of the work. */
export function titleWords(text: string): string[] {
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(plain(text))) {
    if (isWordLike === true && !empty.has(segment)) words.push(folded(segment));
  }
  return [...new Set(words)];
}

/** Engineers and engineering are one word; nothing more is known of a language here. */
const folded = (word: string): string => word.replace(/(?<=[a-z]{4})(?:ing|s)$/, '');

/** Skills by what they are compared by, each as it was written first. */
export function skillsByKey(skills: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const skill of skills) {
    const key = plain(skill);
    if (key !== '' && !found.has(key)) found.set(key, skill.trim());
  }
  return found;
}

/** What stands in the search of a person. */
export interface Searched {
  readonly skills: readonly string[];
  /** What the person does now. */
  readonly titles: readonly string[];
  /** Titles of jobs the person has applied to. */
  readonly pastTitles: readonly string[];
}

/** Weights of PostgreSQL's ranking: A skills, B titles, C titles of past jobs. */
const kinds = { skill: ['s', 'A'], title: ['t', 'B'], past: ['p', 'C'] } as const;
type Kind = keyof typeof kinds;

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
const lexeme = (kind: Kind, term: string): string => quoted(`${kinds[kind][0]}:${term}`);
/** Of one customer, so that the index leads to its people only. */
const ofTenant = (tenantId: string): string => quoted(`@${tenantId}`);

/** Text of a `tsvector`. */
export function vectorOf(tenantId: string, { skills, titles, pastTitles }: Searched): string {
  const terms: [Kind, string][] = [
    ...[...skillsByKey(skills).keys()].map((term): [Kind, string] => ['skill', term]),
    ...titles.flatMap(titleWords).map((term): [Kind, string] => ['title', term]),
    ...pastTitles.flatMap(titleWords).map((term): [Kind, string] => ['past', term]),
  ];
  const lexemes = new Map(terms.map(([kind, term]) => [lexeme(kind, term), kinds[kind][1]]));
  return [
    ofTenant(tenantId),
    ...[...lexemes].map(([text, weight], index) => `${text}:${String(index + 1)}${weight}`),
  ].join(' ');
}

/** Texts of `tsquery`: who is found, and by what they are ranked; null if nothing can be looked for. */
export function queryOf(
  tenantId: string,
  job: { readonly title: string; readonly skills: readonly string[] },
): { readonly find: string; readonly rank: string } | null {
  const any = [
    ...[...skillsByKey(job.skills).keys()].map((term) => lexeme('skill', term)),
    ...titleWords(job.title).flatMap((term) => [lexeme('title', term), lexeme('past', term)]),
  ];
  if (any.length === 0) return null;
  const rank = any.join(' | ');
  return { find: `${ofTenant(tenantId)} & (${rank})`, rank };
}
