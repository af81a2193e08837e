/**
 * Reads candidates from LinkedIn: once for everybody who asks at the same time, in batches, one
 * batch after the other, and not again for a minute.
 *
 * LinkedIn wants batches of one application sent in sequence and counts requests a day, while a
 * list page of an ATS asks for hundreds of candidates at once and every viewer of it for the same
 * ones.
 */
import { RscError } from '../../protocol/errors.ts';
import type { CandidateView } from '../../linkedin/index.ts';
import type { CandidateScope } from './store.ts';

/** What LinkedIn said about one candidate, and when. */
export interface Observation {
  /** Null if LinkedIn has no such candidate. */
  readonly view: CandidateView | null;
  /** Milliseconds since 1970. */
  readonly observedAtMs: number;
}

/** What LinkedIn said to any process, kept where all of them see it. */
export interface StoredObservations {
  /** Those that are new enough to be used. @throws StoreError */
  read(scope: CandidateScope, ids: readonly string[]): Promise<ReadonlyMap<string, Observation>>;
  /** LinkedIn has said this now. @throws StoreError */
  observed(scope: CandidateScope, views: ReadonlyMap<string, CandidateView>): Promise<void>;
}

export interface ReaderOptions {
  /** Asked before LinkedIn is, except about candidates that were forgotten. */
  readonly stored?: StoredObservations;

  /**
   * Asks LinkedIn for up to 100 candidates; those it does not know are left out.
   * @throws RscError `linkedin_unavailable` or `linkedin_refused`
   */
  readonly fetchViews: (
    scope: CandidateScope,
    ids: string[],
  ) => Promise<ReadonlyMap<string, CandidateView>>;
  /** Milliseconds an answer is used again. */
  readonly cacheMs?: number;
  /** The same for "no such candidate", which a sync is about to change. */
  readonly absentCacheMs?: number;
  /** Answers kept at the most. */
  readonly maxCached?: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export interface CandidateReader {
  /** @throws RscError `linkedin_unavailable` or `linkedin_refused` */
  read(scope: CandidateScope, ids: readonly string[]): Promise<ReadonlyMap<string, Observation>>;
  /**
   * The next read of these asks LinkedIn; one that is under way is not kept.
   * @param stored `current` if what the store has may still be used
   */
  forget(scope: CandidateScope, ids: readonly string[], stored?: 'current'): void;
}

/** Documented limit of a batch. */
const maxBatch = 100;
/** Forgotten candidates that are remembered as such; a store knows itself what is out of date. */
const maxForgotten = 10_000;

interface Question {
  readonly id: string;
  readonly answer: Promise<Observation>;
  readonly resolve: (observation: Observation) => void;
  readonly reject: (reason: unknown) => void;
  /** False once the candidate has changed since LinkedIn was asked. */
  current: boolean;
}

interface Lane {
  readonly scope: CandidateScope;
  /** Not asked yet. */
  readonly waiting: Map<string, Question>;
  /** Asked, not answered. */
  readonly underWay: Map<string, Question>;
  busy: boolean;
  /** LinkedIn told us not to come back before. */
  notBeforeMs: number;
}

/** Makes a reader; its cache lives as long as it does. */
export function createCandidateReader(options: ReaderOptions): CandidateReader {
  const { fetchViews, stored, clock } = options;
  const { cacheMs = 60_000, absentCacheMs = 3_000, maxCached = 200_000 } = options;
  const cache = new Map<string, { observation: Observation; expiresAtMs: number }>();
  const lanes = new Map<string, Lane>();
  /** LinkedIn itself has to be asked about these. */
  const forgotten = new Set<string>();

  function laneOf(scope: CandidateScope): Lane {
    const key = JSON.stringify([scope.tenant, scope.integrationContext]);
    let lane = lanes.get(key);
    if (lane === undefined) {
      lane = { scope, waiting: new Map(), underWay: new Map(), busy: false, notBeforeMs: 0 };
      lanes.set(key, lane);
    }
    return lane;
  }

  function remember(key: string, observation: Observation): void {
    const lifeMs = observation.view === null ? absentCacheMs : cacheMs;
    cache.delete(key);
    cache.set(key, { observation, expiresAtMs: observation.observedAtMs + lifeMs });
    for (const oldest of cache.keys()) {
      if (cache.size <= maxCached) break;
      cache.delete(oldest);
    }
  }

  function ask(lane: Lane, id: string): Promise<Observation> {
    const cached = cache.get(cacheKey(lane.scope, id));
    if (cached !== undefined && cached.expiresAtMs > clock()) {
      return Promise.resolve(cached.observation);
    }
    const asked = lane.waiting.get(id) ?? lane.underWay.get(id);
    if (asked?.current === true) return asked.answer;
    const question = createQuestion(id);
    lane.waiting.set(id, question);
    return question.answer;
  }

  async function work(lane: Lane): Promise<void> {
    if (lane.busy) return;
    lane.busy = true;
    try {
      // Whoever asks in this turn travels along.
      await Promise.resolve();
      while (lane.waiting.size > 0) await askBatch(lane);
    } finally {
      lane.busy = false;
    }
  }

  async function readStored(
    scope: CandidateScope,
    batch: readonly Question[],
  ): Promise<ReadonlyMap<string, Observation>> {
    if (stored === undefined) return new Map();
    const ids = batch.flatMap(({ id }) => (forgotten.has(cacheKey(scope, id)) ? [] : [id]));
    return ids.length === 0 ? new Map() : stored.read(scope, ids);
  }

  async function fetch(
    { scope, notBeforeMs }: Lane,
    batch: readonly Question[],
  ): Promise<ReadonlyMap<string, Observation>> {
    const waitMs = notBeforeMs - clock();
    if (waitMs > 0) {
      throw new RscError('linkedin_unavailable', 'LinkedIn asked for a pause', {
        retryAfterMs: waitMs,
      });
    }
    const views = await fetchViews(
      scope,
      batch.map(({ id }) => id),
    );
    const observedAtMs = clock();
    const current = batch.filter((question) => question.current);
    for (const { id } of current) forgotten.delete(cacheKey(scope, id));
    if (stored !== undefined) {
      const told = current.flatMap(({ id }): [string, CandidateView][] => {
        const view = views.get(id);
        return view === undefined ? [] : [[id, view]];
      });
      // Whoever asked has the answer, also if it cannot be kept.
      await stored.observed(scope, new Map(told)).catch(() => undefined);
    }
    return new Map(batch.map(({ id }) => [id, { view: views.get(id) ?? null, observedAtMs }]));
  }

  async function askBatch(lane: Lane): Promise<void> {
    const batch = [...lane.waiting.values()].slice(0, maxBatch);
    for (const question of batch) {
      lane.waiting.delete(question.id);
      lane.underWay.set(question.id, question);
    }
    try {
      const known = await readStored(lane.scope, batch);
      const open = batch.filter(({ id }) => !known.has(id));
      const asked = open.length === 0 ? new Map<string, Observation>() : await fetch(lane, open);
      for (const question of batch) {
        const observation = known.get(question.id) ??
          asked.get(question.id) ?? { view: null, observedAtMs: clock() };
        if (question.current) remember(cacheKey(lane.scope, question.id), observation);
        question.resolve(observation);
      }
    } catch (error) {
      if (error instanceof RscError && error.retryAfterMs !== undefined) {
        lane.notBeforeMs = clock() + error.retryAfterMs;
      }
      for (const question of batch) question.reject(error);
    } finally {
      for (const question of batch) {
        if (lane.underWay.get(question.id) === question) lane.underWay.delete(question.id);
      }
    }
  }

  return {
    async read(scope, ids) {
      const lane = laneOf(scope);
      const answers = ids.map(async (id) => [id, await ask(lane, id)] as const);
      void work(lane);
      return new Map(await Promise.all(answers));
    },
    forget(scope, ids, storedIs) {
      const lane = laneOf(scope);
      for (const id of ids) {
        const key = cacheKey(scope, id);
        cache.delete(key);
        if (stored !== undefined && storedIs !== 'current') {
          forgotten.delete(key);
          forgotten.add(key);
        }
        const asked = lane.underWay.get(id);
        if (asked !== undefined) asked.current = false;
      }
      for (const oldest of forgotten) {
        if (forgotten.size <= maxForgotten) break;
        forgotten.delete(oldest);
      }
    },
  };
}

const cacheKey = ({ tenant, integrationContext }: CandidateScope, id: string): string =>
  JSON.stringify([tenant, integrationContext, id]);

function createQuestion(id: string): Question {
  let resolve: Question['resolve'] = () => undefined;
  let reject: Question['reject'] = () => undefined;
  const answer = new Promise<Observation>((onAnswer, onFailure) => {
    resolve = onAnswer;
    reject = onFailure;
  });
  // Everybody who asked may have gone by the time it fails.
  answer.catch(() => undefined);
  return { id, answer, resolve, reject, current: true };
}
