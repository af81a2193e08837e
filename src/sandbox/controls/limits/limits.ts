/**
 * LinkedIn's limits per application: requests a UTC day, records a minute and a day [doc]. Windows
 * are those of the clock, a UTC day and a full minute [inferred: only the day is documented]. What
 * is refused does not count. A request larger than a whole window passes when the window is empty,
 * since it could never be sent otherwise.
 */
import type { SandboxClock } from '../clock.ts';
import type { ApiResource } from '../resources.ts';
import { familyLimits, resourceLimits, type LimitRule, type LimitValues } from './values.ts';

export const limitModes = ['documented', 'off'] as const;
/** `documented` also means the rules put in place of the documented values. */
export type LimitMode = (typeof limitModes)[number];

/** Why a request is answered with 429. */
export interface Throttle {
  readonly message: string;
  /** Whole seconds on the client's wall, at least 1. */
  readonly retryAfterSeconds: number;
}

/** What one application has used of what it may. */
export interface LimitUsage extends Usage {
  readonly application: string;
  /** Family, or a resource that is counted by itself. */
  readonly of: string;
  readonly limits: LimitValues;
}

interface Usage {
  readonly requestsToday: number;
  readonly recordsToday: number;
  readonly recordsThisMinute: number;
}

export interface Limits {
  readonly mode: LimitMode;
  readonly rules: readonly LimitRule[];
  /** From now on these hold; what has been used stays used. */
  configure(mode: LimitMode, rules: readonly LimitRule[]): void;
  /** Counts a request, or refuses it. */
  request(application: string, resource: ApiResource): Throttle | null;
  /**
   * Counts the records of a request that `request` has let pass, or refuses it.
   * @param member on whose behalf it is, where calls per member are counted
   */
  records(
    application: string,
    resource: ApiResource,
    count: number,
    member?: string,
  ): Throttle | null;
  usage(): LimitUsage[];
  /** Starts counting at nothing. */
  clear(): void;
}

const dayMs = 86_400_000;
const minuteMs = 60_000;

interface Counter {
  day: number;
  requests: number;
  dayRecords: number;
  minute: number;
  minuteRecords: number;
  readonly calls: Map<string, number>;
}
interface Bucket {
  readonly of: string;
  readonly limits: LimitValues;
  readonly counter: Counter;
}
interface Application {
  readonly counters: Map<string, Counter>;
  /** Per resource: what its requests are counted in. */
  readonly buckets: Map<string, readonly Bucket[]>;
}

/** @param clock the sandbox's */
export function createLimits(clock: SandboxClock): Limits {
  let mode: LimitMode = 'documented';
  let rules: readonly LimitRule[] = [];
  const applications = new Map<string, Application>();

  const bucketsOf = (clientId: string, resource: ApiResource): readonly Bucket[] => {
    let application = applications.get(clientId);
    if (application === undefined) {
      application = { counters: new Map(), buckets: new Map() };
      applications.set(clientId, application);
    }
    const known = application.buckets.get(resource.name);
    if (known !== undefined) return known;
    const { counters } = application;
    const bucket = (of: string, limits: LimitValues): Bucket => {
      const counter = counters.get(of) ?? freshCounter();
      counters.set(of, counter);
      return { of, limits, counter };
    };
    const buckets = [bucket(resource.family, familyLimits(rules, clientId, resource.family))];
    const own = resourceLimits(rules, clientId, resource);
    if (own !== null) buckets.push(bucket(resource.name, own));
    application.buckets.set(resource.name, buckets);
    return buckets;
  };

  const refuse = ({ of }: Bucket, limit: Limit, what: string, windowMs: number): Throttle => {
    const leftMs = clock.realMs(windowMs - (clock.now() % windowMs));
    const window = windowMs === dayMs ? 'DAY' : 'MINUTE';
    return {
      // LinkedIn's own sentence, then what exactly is used up.
      message: `Resource level throttle APPLICATION ${window} limit for calls to this resource is reached. (${of}: ${String(limit)} ${what})`,
      retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1_000)),
    };
  };

  return {
    get mode() {
      return mode;
    },
    get rules() {
      return rules;
    },

    configure(newMode, newRules) {
      mode = newMode;
      rules = newRules;
      for (const { buckets } of applications.values()) buckets.clear();
    },

    request(application, resource) {
      if (mode === 'off') return null;
      const buckets = bucketsOf(application, resource);
      const nowMs = clock.now();
      for (const bucket of buckets) {
        const { counter, limits } = bucket;
        turn(counter, nowMs);
        if (exceeds(counter.requests, 1, limits.requestsPerDay)) {
          return refuse(bucket, limits.requestsPerDay, 'requests a UTC day', dayMs);
        }
      }
      for (const { counter } of buckets) counter.requests += 1;
      return null;
    },

    records(application, resource, count, member) {
      if (mode === 'off') return null;
      const buckets = bucketsOf(application, resource);
      const nowMs = clock.now();
      for (const bucket of buckets) {
        const { counter, limits } = bucket;
        turn(counter, nowMs);
        if (exceeds(counter.minuteRecords, count, limits.recordsPerMinute)) {
          return refuse(bucket, limits.recordsPerMinute, 'records a minute', minuteMs);
        }
        if (exceeds(counter.dayRecords, count, limits.recordsPerDay)) {
          return refuse(bucket, limits.recordsPerDay, 'records a UTC day', dayMs);
        }
        const calls = member === undefined ? 0 : (counter.calls.get(member) ?? 0);
        if (member !== undefined && exceeds(calls, 1, limits.callsPerMemberPerMinute)) {
          return refuse(
            bucket,
            limits.callsPerMemberPerMinute,
            'calls a member and minute',
            minuteMs,
          );
        }
      }
      for (const { counter, limits } of buckets) {
        counter.minuteRecords += count;
        counter.dayRecords += count;
        if (member === undefined || (limits.callsPerMemberPerMinute ?? null) === null) continue;
        counter.calls.set(member, (counter.calls.get(member) ?? 0) + 1);
      }
      return null;
    },

    usage() {
      const nowMs = clock.now();
      return [...applications].flatMap(([application, { buckets }]) => {
        const all = new Map([...buckets.values()].flat().map((bucket) => [bucket.of, bucket]));
        return [...all.values()].map(({ of, limits, counter }) => ({
          application,
          of,
          limits,
          ...usageOf(counter, nowMs),
        }));
      });
    },

    clear() {
      applications.clear();
    },
  };
}

type Limit = number | null | undefined;

const freshCounter = (): Counter => ({
  day: 0,
  requests: 0,
  dayRecords: 0,
  minute: 0,
  minuteRecords: 0,
  calls: new Map(),
});

/** Empties what belongs to a window that is over, or that a set clock has left. */
function turn(counter: Counter, nowMs: number): void {
  const minute = Math.floor(nowMs / minuteMs);
  if (counter.minute === minute) return;
  counter.minute = minute;
  counter.minuteRecords = 0;
  counter.calls.clear();
  const day = Math.floor(nowMs / dayMs);
  if (counter.day === day) return;
  counter.day = day;
  counter.requests = 0;
  counter.dayRecords = 0;
}

function usageOf(counter: Counter, nowMs: number): Usage {
  turn(counter, nowMs);
  const { requests, dayRecords, minuteRecords } = counter;
  return {
    requestsToday: requests,
    recordsToday: dayRecords,
    recordsThisMinute: minuteRecords,
  };
}

function exceeds(used: number, more: number, limit: Limit): boolean {
  if (limit === null || limit === undefined) return false;
  return used + more > limit && (used > 0 || limit === 0);
}
