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

export interface ReaderOptions {
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
  /** The next read of these asks LinkedIn; one that is under way is not kept. */
  forget(scope: CandidateScope, ids: readonly string[]): void;
}

/** Documented limit of a batch. */
const maxBatch = 100;

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
  const { fetchViews, clock } = options;
  const { cacheMs = 60_000, absentCacheMs = 3_000, maxCached = 200_000 } = options;
  const cache = new Map<string, { observation: Observation; expiresAtMs: number }>();
  const lanes = new Map<string, Lane>();

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

  async function askBatch(lane: Lane): Promise<void> {
    const batch = [...lane.waiting.values()].slice(0, maxBatch);
    for (const question of batch) {
      lane.waiting.delete(question.id);
      lane.underWay.set(question.id, question);
    }
    try {
      const waitMs = lane.notBeforeMs - clock();
      if (waitMs > 0) {
        throw new RscError('linkedin_unavailable', 'LinkedIn asked for a pause', {
          retryAfterMs: waitMs,
        });
      }
      const ids = batch.map(({ id }) => id);
      const views = await fetchViews(lane.scope, ids);
      const observedAtMs = clock();
      for (const question of batch) {
        const observation = { view: views.get(question.id) ?? null, observedAtMs };
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
    forget(scope, ids) {
      const lane = laneOf(scope);
      for (const id of ids) {
        cache.delete(cacheKey(scope, id));
        const asked = lane.underWay.get(id);
        if (asked !== undefined) asked.current = false;
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
