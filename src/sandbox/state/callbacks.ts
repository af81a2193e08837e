/**
 * Where applications are told what happens: the CALLBACK_URL of an application's ONE_CLICK_EXPORT
 * integration [doc], and how the validation of that address has gone.
 *
 * An application has exactly one address; several are not supported [doc]. Should several of its
 * integrations name one, the first counts.
 */
import type { Collection } from './collection.ts';
import type { Database } from './database.ts';
import type { Integrations } from './integrations.ts';

/**
 * - `passed`: the address answered the challenge as documented
 * - `bad_status`, `bad_type`, `bad_body`, `bad_response`: it answered, but not so
 * - `redirected`, `timed_out`, `unreachable`: there was no answer of its own
 * - `not_allowed`: the sandbox does not call this address
 */
export const validationOutcomes = [
  'passed',
  'bad_status',
  'bad_type',
  'bad_body',
  'bad_response',
  'redirected',
  'timed_out',
  'unreachable',
  'not_allowed',
] as const;
export type ValidationOutcome = (typeof validationOutcomes)[number];

export interface ValidationAttempt {
  readonly atMs: number;
  readonly outcome: ValidationOutcome;
  /** Null if there was no answer. */
  readonly status: number | null;
  /** On the wall, in milliseconds. */
  readonly tookMs: number;
}

export interface Callback {
  readonly clientId: string;
  /** The address that all of this is about. */
  readonly url: string;
  readonly failuresInRow: number;
  /** When it last passed; null if never. */
  readonly passedAtMs: number | null;
  readonly nextValidationAtMs: number;
  /** The last ones, oldest first. */
  readonly validations: readonly ValidationAttempt[];
  /** A tester keeps deliveries back. */
  readonly held: boolean;
}

/** An address is validated again about every two hours [doc]. */
export const validationIntervalMs = 2 * 3_600_000;
/** So many failures in a row block an address [doc]. */
export const failuresToBlock = 3;
const keptValidations = 10;

export class Callbacks {
  readonly #callbacks: Collection<Callback>;
  /** By client id: addresses by key of the integration that names them. */
  readonly #urls = new Map<string, Map<string, string>>();
  readonly #listeners = new Set<(clientId: string) => void>();

  constructor(database: Database, integrations: Integrations) {
    this.#callbacks = database.collection<Callback>('callbacks');
    integrations.observe((key, before, after) => {
      const { clientId = '', integrationType } = after ?? before ?? {};
      if (integrationType !== 'ONE_CLICK_EXPORT') return;
      const url = after?.configurations['CALLBACK_URL'];
      if (url === before?.configurations['CALLBACK_URL']) return;
      this.#place(clientId, key, url);
      this.#tell(clientId);
    });
  }

  /** Is told whose callback has changed. @returns function that ends it */
  subscribe(listener: (clientId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Applications with an address. */
  clientIds(): MapIterator<string> {
    return this.#urls.keys();
  }

  /** An application's callback; null if it has configured no address. */
  get(clientId: string): Callback | null {
    const [url] = this.#urls.get(clientId)?.values() ?? [];
    if (url === undefined) return null;
    const stored = this.#callbacks.get(clientId);
    if (stored?.url === url) return stored;
    // A new address starts anew, and is validated at once [doc].
    return {
      clientId,
      url,
      failuresInRow: 0,
      passedAtMs: null,
      nextValidationAtMs: 0,
      validations: [],
      held: stored?.held ?? false,
    };
  }

  /** Keeps deliveries back, or lets them go. */
  hold(clientId: string, held: boolean): void {
    const callback = this.get(clientId);
    if (callback === null || callback.held === held) return;
    this.#callbacks.set(clientId, { ...callback, held });
    this.#tell(clientId);
  }

  /** @param url that was validated: there may be another by now */
  validated(clientId: string, url: string, attempt: ValidationAttempt): void {
    const callback = this.get(clientId);
    if (callback?.url !== url) return;
    const passed = attempt.outcome === 'passed';
    this.#callbacks.set(clientId, {
      ...callback,
      failuresInRow: passed ? 0 : callback.failuresInRow + 1,
      passedAtMs: passed ? attempt.atMs : callback.passedAtMs,
      nextValidationAtMs: attempt.atMs + validationIntervalMs,
      validations: [...callback.validations, attempt].slice(-keptValidations),
    });
    this.#tell(clientId);
  }

  #place(clientId: string, key: string, url: string | undefined): void {
    const urls = this.#urls.get(clientId) ?? new Map<string, string>();
    if (url === undefined) urls.delete(key);
    else urls.set(key, url);
    if (urls.size === 0) this.#urls.delete(clientId);
    else this.#urls.set(clientId, urls);
  }

  #tell(clientId: string): void {
    for (const listener of this.#listeners) listener(clientId);
  }
}

/** Whether an address has failed too often. Nothing is delivered then, where validation counts. */
export const isBlocked = ({ failuresInRow }: Callback): boolean => failuresInRow >= failuresToBlock;
