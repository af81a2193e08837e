/**
 * Sends what is due: challenges to callbacks, and deliveries to those that may get them. Each
 * callback has a lane of its own, so that a slow one delays nobody else.
 *
 * Time is the sandbox's: due is what its clock says. As that clock can leap and run at any pace,
 * the dispatcher looks at it several times a second while there is something to wait for.
 */
import type { DeveloperApplication } from '../state/applications.ts';
import { isBlocked, type Callback, type ValidationAttempt } from '../state/callbacks.ts';
import type { Delivery, DeliveryAttempt, DeliveryOutcome } from '../state/deliveries.ts';
import type { SandboxState } from '../state/store.ts';
import { eventBody, type EventShape } from './event-body.ts';
import type { Outgoing, Reply, Sender } from './send.ts';
import { signatureOf } from './signature.ts';
import { challenge } from './validation.ts';

/**
 * Whether callbacks are validated: `off` not at all, `warn` with results that are only shown,
 * `enforce` so that nothing is delivered before an address has passed, nor while it is blocked.
 */
export const validationModes = ['off', 'warn', 'enforce'] as const;
export type ValidationMode = (typeof validationModes)[number];

export interface PushSettings {
  validation: ValidationMode;
  /** How many deliveries are under way to one callback at a time. */
  concurrency: number;
  /** The form of the body, which is not documented in full [unknown]. */
  shape: EventShape;
}

export interface PushTimeouts {
  /** Documented: 3,000. */
  readonly validationMs: number;
  /** Not documented [unknown]. */
  readonly eventMs: number;
}

export interface DispatcherOptions {
  readonly state: SandboxState;
  readonly sender: Sender;
  readonly settings: PushSettings;
  readonly timeouts: PushTimeouts;
  /** How long a time of the sandbox's clock takes on the wall, both in milliseconds. */
  readonly realMs: (sandboxMs: number) => number;
}

/** A delivery as it was sent, and how that went. */
export interface Sent {
  readonly delivery: Delivery;
  readonly attempt: DeliveryAttempt;
}

interface Lane {
  /** What is under way, by id of the delivery. */
  readonly sending: Map<string, Promise<Sent>>;
  validating: { readonly url: string; readonly attempt: Promise<ValidationAttempt> } | null;
  /** Somebody sends one after the other; the lane itself starts nothing meanwhile. */
  turn: Promise<unknown> | null;
}

/** The clock may leap: so it is looked at this often, in milliseconds on the wall. */
const longestWaitMs = 200;

export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #lanes = new Map<string, Lane>();
  /** Whose callback needs a look as soon as what is being done is done. */
  readonly #woken = new Set<string>();
  readonly #ends: readonly (() => void)[];
  /** When the next thing is due, on the sandbox's clock. */
  #nextAtMs = Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** The timer is not to be put off any more. */
  #isSoon = false;
  #isClosed = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { notifications, callbacks } = options.state;
    this.#ends = [
      notifications.subscribe(({ clientId }) => {
        this.#wake(clientId);
      }),
      callbacks.subscribe((clientId) => {
        this.#wake(clientId);
      }),
    ];
    this.look();
  }

  /** Looks at everything anew, because settings have changed. */
  look(): void {
    for (const clientId of this.#options.state.callbacks.clientIds()) this.#wake(clientId);
  }

  /** Whether an application's deliveries go out at present. */
  isOpen(callback: Callback): boolean {
    if (callback.held) return false;
    if (this.#options.settings.validation !== 'enforce') return true;
    return callback.passedAtMs !== null && !isBlocked(callback);
  }

  /**
   * Sends an application's deliveries that are due, one after the other in their order, and waits
   * for those under way.
   * @param all also those that are not due yet, and those that are held
   */
  async deliver(clientId: string, all: boolean): Promise<Sent[]> {
    const lane = this.#lane(clientId);
    const before = lane.turn;
    const turn = (async () => {
      await before;
      return this.#deliverInTurn(clientId, all);
    })();
    lane.turn = turn;
    try {
      return await turn;
    } finally {
      if (lane.turn === turn) lane.turn = null;
      this.#wake(clientId);
    }
  }

  async #deliverInTurn(clientId: string, all: boolean): Promise<Sent[]> {
    const { callbacks, deliveries, now } = this.#options.state;
    const sent = await Promise.all(this.#lane(clientId).sending.values());
    const wanted = all ? deliveries.waiting(clientId) : deliveries.due(clientId, now(), Infinity);
    for (const { id } of wanted) {
      const callback = callbacks.get(clientId);
      if (callback === null || this.#isClosed) break;
      if (!this.isOpen(all ? { ...callback, held: false } : callback)) break;
      const delivery = deliveries.get(id);
      if (delivery?.state === 'waiting') sent.push(await this.send(delivery, callback));
    }
    return sent;
  }

  /** Sends a delivery now, whatever its state: a duplicate, if it has been acknowledged. */
  async send(delivery: Delivery, { url }: Pick<Callback, 'url'>): Promise<Sent> {
    const { state, settings } = this.#options;
    const atMs = state.now();
    const body = eventBody(delivery, settings.shape);
    const secret = this.#application(delivery.clientId)?.clientSecret ?? '';
    const { reply, tookMs } = await this.post(url, body, signatureOf(body, secret));
    const status = reply.kind === 'answered' ? reply.status : null;
    const attempt = { atMs, outcome: outcomeOf(reply), status, tookMs };
    if (!this.#isClosed) state.deliveries.attempted(delivery, attempt);
    return { delivery, attempt };
  }

  /**
   * Posts a body as an event.
   * @param signature null for none
   */
  async post(
    url: string,
    body: Uint8Array,
    signature: string | null,
    cutAfterBytes?: number,
  ): Promise<{ readonly reply: Reply; readonly tookMs: number }> {
    const { sender, timeouts } = this.#options;
    const outgoing: Outgoing = {
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        ...(signature !== null && { 'x-li-signature': signature }),
      },
      body,
      cutAfterBytes,
      timeoutMs: timeouts.eventMs,
      read: false,
    };
    const startMs = performance.now();
    const reply = await sender.send(outgoing);
    return { reply, tookMs: Math.round(performance.now() - startMs) };
  }

  /** Validates a callback now, or waits for the validation under way. */
  async validate(callback: Callback): Promise<ValidationAttempt> {
    const { clientId, url } = callback;
    const lane = this.#lane(clientId);
    if (lane.validating?.url === url) return lane.validating.attempt;
    const validating = { url, attempt: this.#challenge(callback) };
    lane.validating = validating;
    try {
      return await validating.attempt;
    } finally {
      if (lane.validating === validating) lane.validating = null;
      this.#wake(clientId);
    }
  }

  /** Ends all that is under way; what was not acknowledged is still to be sent. */
  close(): void {
    this.#isClosed = true;
    for (const end of this.#ends) end();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#options.sender.close();
  }

  async #challenge({ clientId, url }: Callback): Promise<ValidationAttempt> {
    const { state, sender, timeouts } = this.#options;
    const atMs = state.now();
    const startMs = performance.now();
    const { urn = '', clientSecret = '' } = this.#application(clientId) ?? {};
    const result = await challenge(sender, url, { urn, clientSecret }, timeouts.validationMs);
    const attempt = { atMs, ...result, tookMs: Math.round(performance.now() - startMs) };
    if (!this.#isClosed) state.callbacks.validated(clientId, url, attempt);
    return attempt;
  }

  #application(clientId: string): DeveloperApplication | undefined {
    return this.#options.state.applications.get(clientId);
  }

  #lane(clientId: string): Lane {
    const lane = this.#lanes.get(clientId) ?? { sending: new Map(), validating: null, turn: null };
    this.#lanes.set(clientId, lane);
    return lane;
  }

  #wake(clientId: string): void {
    if (this.#isClosed) return;
    this.#woken.add(clientId);
    this.#sleep(0);
  }

  #sleep(ms: number): void {
    if (this.#isSoon) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#isSoon = ms === 0;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#isSoon = false;
      this.#work();
    }, ms);
    // Waiting keeps nobody's process alive.
    if (!this.#isSoon) this.#timer.unref();
  }

  #work(): void {
    const { state, realMs } = this.#options;
    // Nobody is told of what is not stored yet.
    state.commit();
    const isDue = this.#nextAtMs <= state.now();
    const clientIds = isDue ? [...state.callbacks.clientIds()] : [...this.#woken];
    this.#woken.clear();
    if (isDue) this.#nextAtMs = Infinity;
    for (const clientId of clientIds) {
      this.#nextAtMs = Math.min(this.#nextAtMs, this.#start(clientId));
    }
    if (this.#nextAtMs === Infinity) return;
    this.#sleep(Math.max(1, Math.min(longestWaitMs, realMs(this.#nextAtMs - state.now()))));
  }

  /** Starts what is due to a callback. @returns when the next thing is */
  #start(clientId: string): number {
    const { state, settings } = this.#options;
    const callback = state.callbacks.get(clientId);
    if (callback === null) return Infinity;
    const nowMs = state.now();
    const lane = this.#lane(clientId);
    let nextAtMs = Infinity;
    // A blocked address goes on being validated, and is open again once it passes; whether LinkedIn
    // waits for its owner instead is not documented [unknown].
    if (settings.validation !== 'off' && lane.validating?.url !== callback.url) {
      if (callback.nextValidationAtMs <= nowMs) void this.validate(callback);
      else nextAtMs = callback.nextValidationAtMs;
    }
    if (lane.turn !== null || !this.isOpen(callback)) return nextAtMs;
    // Those under way come first among those that are due.
    for (const delivery of state.deliveries.due(clientId, nowMs, settings.concurrency)) {
      if (lane.sending.size >= settings.concurrency) break;
      if (lane.sending.has(delivery.id)) continue;
      const sending = this.send(delivery, callback).finally(() => {
        lane.sending.delete(delivery.id);
        this.#wake(clientId);
      });
      lane.sending.set(delivery.id, sending);
    }
    return Math.min(nextAtMs, state.deliveries.nextDueAtMs(clientId, nowMs));
  }
}

/** Any 2xx acknowledges [doc]. */
function outcomeOf(reply: Reply): DeliveryOutcome {
  if (reply.kind !== 'answered') return reply.kind;
  if (reply.status >= 200 && reply.status < 300) return 'acknowledged';
  return reply.status >= 300 && reply.status < 400 ? 'redirected' : 'refused';
}
