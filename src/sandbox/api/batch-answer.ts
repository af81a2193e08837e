/** The answer to a batch: a status for each entity, and what there is to say of it [inferred]. */
import { ok, type Answer } from './call.ts';

export class BatchAnswer {
  // Without a prototype: keys are the ATS's to choose, `__proto__` is one.
  readonly #results = Object.create(null) as Record<string, unknown>;
  readonly #errors = Object.create(null) as Record<string, unknown>;
  readonly #statuses = Object.create(null) as Record<string, number>;

  /** An entity that was asked for. */
  entity(key: string, entity: unknown): void {
    this.#results[key] = entity;
    this.#statuses[key] = 200;
  }

  /** How it went with an entity; with a message, it failed. */
  outcome(key: string, status: number, message?: string): void {
    this.#statuses[key] = status;
    if (message === undefined) this.#results[key] = { status };
    else this.#errors[key] = { status, message };
  }

  answer(): Answer {
    return ok({ results: this.#results, errors: this.#errors, statuses: this.#statuses });
  }
}
