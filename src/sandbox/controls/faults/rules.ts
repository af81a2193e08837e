/**
 * Faults that a test asks for: which requests they hit, and what happens to those. What is random is
 * seeded, so that the same requests in the same order meet the same faults.
 */
import { createRandom } from '../../state/people.ts';
import { patternOf } from '../pattern.ts';

/** What happens to a request that a fault hits. */
export type FaultEffect =
  /** An error in LinkedIn's envelope. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly message?: string | undefined;
      readonly retryAfterSeconds?: number | undefined;
      /** Whether the request is carried out all the same. */
      readonly applied: boolean;
    }
  /** The request waits before it is carried out; faults after this one may hit it too. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection breaks: before the request is carried out, or within its answer. */
  | { readonly kind: 'cut'; readonly when: 'before' | 'middle' }
  /** The request is carried out and the connection breaks before its answer. */
  | { readonly kind: 'lost' }
  /** A complete answer that is no JSON, JSON of another shape, or empty. */
  | { readonly kind: 'malformed'; readonly as: 'syntax' | 'shape' | 'empty' }
  /** A complete answer whose body ends early. */
  | { readonly kind: 'truncated'; readonly share: number }
  /** The body comes in drops. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** A page for people, as proxies and load balancers send it. */
  | { readonly kind: 'html'; readonly status: number; readonly applied: boolean };
export type FaultKind = FaultEffect['kind'];

export interface FaultRule {
  /** Path of the request, `*` for anything. */
  readonly route?: string | undefined;
  readonly method?: string | undefined;
  /** Client id. */
  readonly application?: string | undefined;
  /** Requests that pass before the first is hit. */
  readonly after: number;
  /** How many requests are hit; null for all. */
  readonly times: number | null;
  /** From 0 to 1. */
  readonly probability: number;
  /** Of the probability. */
  readonly seed: number;
  readonly effect: FaultEffect;
}

export interface FaultView extends FaultRule {
  readonly id: string;
  /** Requests it was meant for. */
  readonly matched: number;
  /** Requests it has hit. */
  readonly hit: number;
}

export interface FaultedRequest {
  readonly method: string;
  readonly path: string;
  /** Client id, if it is known. */
  readonly application: string | null;
}

/** What hits one request. */
export interface Hit {
  readonly id: string;
  readonly effect: FaultEffect;
}

export interface Faults {
  /** Whether there are any: most requests need not ask further. */
  readonly size: number;
  add(rule: FaultRule): FaultView;
  /** @returns false if there is none of that id */
  remove(id: string): boolean;
  clear(): void;
  list(): FaultView[];
  /** What hits this request, in the order of its rules: delays, and at the end what they precede. */
  hits(request: FaultedRequest): Hit[];
}

interface Entry {
  readonly id: string;
  readonly rule: FaultRule;
  readonly isFor: (request: FaultedRequest) => boolean;
  readonly random: () => number;
  matched: number;
  hit: number;
}

export function createFaults(): Faults {
  const entries = new Map<string, Entry>();
  let made = 0;

  return {
    get size() {
      return entries.size;
    },

    add(rule) {
      made += 1;
      const id = `f${String(made)}`;
      const random = createRandom(rule.seed);
      const entry: Entry = { id, rule, isFor: matcherOf(rule), random, matched: 0, hit: 0 };
      entries.set(id, entry);
      return viewOf(entry);
    },

    remove: (id) => entries.delete(id),
    clear() {
      entries.clear();
    },
    list: () => [...entries.values()].map(viewOf),

    hits(request) {
      const hits: Hit[] = [];
      for (const entry of entries.values()) {
        if (!entry.isFor(request) || !falls(entry)) continue;
        entry.hit += 1;
        hits.push({ id: entry.id, effect: entry.rule.effect });
        if (entry.rule.effect.kind !== 'delay') break;
      }
      return hits;
    },
  };
}

/** Whether the next request of an entry is hit. */
function falls(entry: Entry): boolean {
  const { after, times, probability } = entry.rule;
  entry.matched += 1;
  if (entry.matched <= after || (times !== null && entry.hit >= times)) return false;
  return probability >= 1 || entry.random() < probability;
}

function matcherOf({ route, method, application }: FaultRule): Entry['isFor'] {
  const fits = route === undefined ? () => true : patternOf(route);
  const verb = method?.toUpperCase();
  return (request) =>
    (verb === undefined || verb === request.method) &&
    (application === undefined || application === request.application) &&
    fits(request.path);
}

const viewOf = ({ id, rule, matched, hit }: Entry): FaultView => ({ id, ...rule, matched, hit });
