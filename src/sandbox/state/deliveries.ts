/**
 * Notifications on their way to applications. They are stored like everything else, so that they
 * survive the end of the process; one that was under way then is sent again, as LinkedIn may send
 * anything twice [doc]. Sending is the business of `push/`.
 */
import type { Callbacks } from './callbacks.ts';
import type { Collection } from './collection.ts';
import type { Counters } from './counters.ts';
import type { Database } from './database.ts';
import type { Notification, Notifications } from './notifications.ts';
import { Timeline } from './timeline.ts';

/**
 * - `acknowledged`: any 2xx [doc]
 * - `refused`: any other answer; `redirected`: to another address, which is not followed
 * - `timed_out`, `unreachable`: no answer
 * - `not_allowed`: the sandbox does not call this address
 */
export type DeliveryOutcome =
  'acknowledged' | 'refused' | 'redirected' | 'timed_out' | 'unreachable' | 'not_allowed';

export interface DeliveryAttempt {
  readonly atMs: number;
  readonly outcome: DeliveryOutcome;
  /** Null if there was no answer. */
  readonly status: number | null;
  /** On the wall, in milliseconds. */
  readonly tookMs: number;
}

export const deliveryStates = ['waiting', 'acknowledged', 'given_up'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface Delivery {
  /** In the order they came. */
  readonly id: string;
  readonly notificationId: string;
  readonly clientId: string;
  readonly type: string;
  readonly requestId: string;
  readonly createdAtMs: number;
  readonly state: DeliveryState;
  /** When it is to be sent; once it is over, when that came about. */
  readonly dueAtMs: number;
  /** Null before the first attempt. */
  readonly firstAttemptAtMs: number | null;
  /** The last ones, oldest first. */
  readonly attempts: readonly DeliveryAttempt[];
}

/**
 * Every five minutes for eight hours: the only schedule LinkedIn documents, for another product's
 * webhooks; that of Recruiter System Connect is below the cut [unknown].
 */
export const retryIntervalMs = 5 * 60_000;
export const retryForMs = 8 * 3_600_000;
/** All of a schedule, and some that a tester asked for. */
const keptAttempts = 120;
/** What is over is kept to be looked at, but not for ever. */
const keptOver = 2_000;
/** Group of what is over; a client id is never empty. */
const over = '';

export class Deliveries {
  readonly #deliveries: Collection<Delivery>;
  readonly #timeline: Timeline<Delivery>;
  readonly #counters: Counters;

  constructor(
    database: Database,
    counters: Counters,
    notifications: Notifications,
    callbacks: Callbacks,
  ) {
    this.#counters = counters;
    this.#deliveries = database.collection<Delivery>('deliveries');
    this.#timeline = new Timeline<Delivery>(
      this.#deliveries,
      ({ state, clientId }) => (state === 'waiting' ? clientId : over),
      ({ dueAtMs }) => dueAtMs,
    );
    notifications.subscribe((notification) => {
      // Events of those who have configured an address, and of nobody else [doc].
      if (callbacks.get(notification.clientId) !== null) this.#add(notification);
    });
  }

  get(id: string): Delivery | undefined {
    return this.#deliveries.get(id);
  }

  values(): MapIterator<Delivery> {
    return this.#deliveries.values();
  }

  /** How many of an application's are still to be acknowledged. */
  countWaiting(clientId: string): number {
    return this.#timeline.window([clientId], -Infinity, Infinity).total;
  }

  /** All that are still to be acknowledged, in the order they are to be sent. */
  waiting(clientId: string): Delivery[] {
    return this.#timeline.window([clientId], -Infinity, Infinity).slice(0, Infinity);
  }

  /** The first of those that are to be sent by now, in their order. */
  due(clientId: string, nowMs: number, count: number): Delivery[] {
    return this.#timeline.window([clientId], -Infinity, nowMs + 1).slice(0, count);
  }

  /** When the next one that is not due yet is; Infinity if there is none. */
  nextDueAtMs(clientId: string, nowMs: number): number {
    const [next] = this.#timeline.window([clientId], nowMs + 1, Infinity).slice(0, 1);
    return next?.dueAtMs ?? Infinity;
  }

  /** Remembers how an attempt went. One that was forgotten since, stays forgotten. */
  attempted(delivery: Delivery, attempt: DeliveryAttempt): void {
    const current = this.#deliveries.get(delivery.id);
    if (current?.notificationId !== delivery.notificationId) return;
    const firstAttemptAtMs = current.firstAttemptAtMs ?? attempt.atMs;
    this.#deliveries.set(current.id, {
      ...current,
      ...next(current, attempt, firstAttemptAtMs),
      firstAttemptAtMs,
      attempts: [...current.attempts, attempt].slice(-keptAttempts),
    });
    this.#prune();
  }

  /**
   * Changes the order of what waits. None becomes due later than the last of them was.
   * @param order of the deliveries it gets, which are in their present order
   */
  reorder(clientId: string, order: (deliveries: readonly Delivery[]) => Delivery[]): void {
    const waiting = this.waiting(clientId);
    const times = waiting.map(({ dueAtMs }) => dueAtMs);
    // Each before the next: otherwise their age would decide among those of one time.
    for (let at = times.length - 2; at >= 0; at -= 1) {
      times[at] = Math.min(times[at] ?? 0, (times[at + 1] ?? 0) - 1);
    }
    for (const [at, delivery] of order(waiting).entries()) {
      this.#deliveries.set(delivery.id, { ...delivery, dueAtMs: times[at] ?? delivery.dueAtMs });
    }
  }

  #add({ id, clientId, type, requestId, createdAtMs }: Notification): void {
    const delivery: Delivery = {
      id: `delivery-${String(this.#counters.next('delivery', 1)).padStart(9, '0')}`,
      notificationId: id,
      clientId,
      type,
      requestId,
      createdAtMs,
      state: 'waiting',
      dueAtMs: createdAtMs,
      firstAttemptAtMs: null,
      attempts: [],
    };
    this.#deliveries.set(delivery.id, delivery);
  }

  #prune(): void {
    const all = this.#timeline.window([over], -Infinity, Infinity);
    for (const { id } of all.slice(0, Math.max(0, all.total - keptOver))) {
      this.#deliveries.delete(id);
    }
  }
}

/** What an attempt makes of a delivery. */
function next(
  { state, dueAtMs }: Delivery,
  { atMs, outcome }: DeliveryAttempt,
  firstAttemptAtMs: number,
): Pick<Delivery, 'state' | 'dueAtMs'> {
  if (state === 'acknowledged') return { state, dueAtMs };
  if (outcome === 'acknowledged') return { state: 'acknowledged', dueAtMs: atMs };
  if (state === 'given_up') return { state, dueAtMs };
  // From the first attempt on: what waits for a blocked address is not given up meanwhile.
  const nextAtMs = atMs + retryIntervalMs;
  return nextAtMs > firstAttemptAtMs + retryForMs
    ? { state: 'given_up', dueAtMs: atMs }
    : { state: 'waiting', dueAtMs: nextAtMs };
}
