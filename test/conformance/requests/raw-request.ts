/**
 * Requests in the forms of LinkedIn's public collection, top to bottom: paths with raw compound
 * keys, headers where its samples have them and only there, bodies of ours. `expected` is the status
 * an ATS may count on.
 */
export interface RawRequest {
  readonly name: string;
  /** Whose token goes along; nobody's for requests for tokens. */
  readonly as: 'partner' | 'customer' | 'nobody';
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Raw path and query, made when it is sent; a whole URL for tokens. */
  readonly path: () => string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or a text as it is. */
  readonly body?: unknown;
  readonly expected: readonly number[];
  /** Looks into the answer, and remembers what later requests need. */
  readonly then?: (answer: Answer) => void;
}

/** JSON to walk through. */
export type Answer = { readonly [name: string]: Answer } & readonly Answer[];

/** Headers of the samples. */
export const json = { 'Content-Type': 'application/json' };
/** Samples write the header's name in small letters. */
export const restli = (method: string) => ({ 'x-restli-method': method, ...json });
/** Sent without a body, as by a form that is empty. */
export const form = { 'Content-Type': 'multipart/form-data; boundary=none' };

/** `a=1&b=2` as the keys of a batch's query. */
export const idsOf = (...keys: readonly string[]): string =>
  keys
    .flatMap((key, index) => key.split('&').map((part) => `ids[${String(index)}].${part}`))
    .join('&');
