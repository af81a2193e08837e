/** Works on events that were kept: asks LinkedIn what they are about, again and again for a day. */
import { codeOf } from '../logging.ts';
import type { PushKind } from '../../linkedin/index.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import type { Integrations } from '../onboarding/integrations.ts';
import type { PushEvents, StoredEvent } from './push-events.ts';
import type { RefusalCounts } from './refusal-counts.ts';

export interface PushWorkerOptions {
  readonly events: PushEvents;
  readonly refused: Pick<RefusalCounts, 'forget'>;
  readonly integrations: Integrations;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly onFailure: (tenantId: string, code: string) => void;
}

export interface PushWorker {
  /** Works on what is due. @returns how many events were taken; rejects with StoreError only */
  run(): Promise<number>;
}

const batch = 20;
/** A process without the part that deals with an event may have kept it meanwhile. */
const takeUpEveryMs = 60_000;
const forgetEveryMs = 3_600_000;
const baseWaitMs = 5_000;
const maxWaitMs = 60 * 60_000;
/** A request id lives 24 hours [doc §3.6, inferred for others]; after that nobody knows it. */
const requestLifeMs = 24 * 60 * 60_000;

export function createPushWorker(options: PushWorkerOptions): PushWorker {
  const { events, refused, integrations, clock, onFailure } = options;
  const handlers: Partial<Record<PushKind, (event: StoredEvent) => Promise<void>>> = {
    async integration_status({ tenantId, requestId }) {
      try {
        if (requestId !== null) await integrations.changed(tenantId, requestId);
      } catch (error) {
        // The request is too old or was never there: how things stand now can still be asked for.
        if (!(error instanceof OnboardingError) || error.status !== 404) throw error;
        await integrations.refresh(tenantId);
      }
    },
  };

  async function work(event: StoredEvent): Promise<void> {
    try {
      await handlers[event.kind]?.(event);
      await events.done(event.id);
    } catch (error) {
      const code = codeOf(error);
      onFailure(event.tenantId, code);
      const waitMs = Math.min(maxWaitMs, baseWaitMs * 2 ** Math.min(event.attempts, 12));
      const told = error instanceof OnboardingError ? (error.retryAfterMs ?? 0) : 0;
      const dueMs = clock() + Math.max(waitMs, told);
      const isOver = dueMs > event.receivedAt.getTime() + requestLifeMs;
      await events.failed(event.id, isOver ? null : new Date(dueMs), code);
    }
  }

  let tookUpAtMs = Number.NEGATIVE_INFINITY;
  let forgotAtMs = Number.NEGATIVE_INFINITY;
  /** What is not about a single event: now and then is enough. */
  async function upkeep(): Promise<void> {
    const nowMs = clock();
    if (nowMs - tookUpAtMs >= takeUpEveryMs) {
      await events.takeUp();
      tookUpAtMs = nowMs;
    }
    if (nowMs - forgotAtMs >= forgetEveryMs) {
      await events.forget();
      await refused.forget();
      forgotAtMs = nowMs;
    }
  }

  return {
    async run() {
      await upkeep();
      const taken = await events.take(batch, ['integration_status']);
      // One after the other: several events of one customer are about the same integrations.
      for (const event of taken) await work(event);
      return taken.length;
    },
  };
}
