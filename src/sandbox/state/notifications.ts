/**
 * What LinkedIn tells an application by push: a type and the id of a request, by which the
 * application fetches what happened [doc]. Sending them is somebody else's job.
 */
import type { Collection } from './collection.ts';
import type { Database } from './database.ts';

export interface Notification {
  /** Id of this notification; the same when it is sent again. */
  readonly id: string;
  /** Application whose customer it concerns. */
  readonly clientId: string;
  /** For example EXPORT_CANDIDATE_PROFILE. */
  readonly type: string;
  readonly requestId: string;
  readonly createdAtMs: number;
}

export class Notifications {
  readonly all: Collection<Notification>;
  readonly #listeners = new Set<(notification: Notification) => void>();

  constructor(database: Database) {
    this.all = database.collection<Notification>('notifications');
  }

  /** @returns function that ends it */
  subscribe(listener: (notification: Notification) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  add(notification: Omit<Notification, 'id'>): void {
    const stored: Notification = { ...notification, id: crypto.randomUUID() };
    this.all.set(stored.id, stored);
    for (const listener of this.#listeners) listener(stored);
  }
}

/** How long what a notification points at can be fetched [doc for evaluations; others: inferred]. */
export const requestLifeMs = 24 * 3_600_000;

/** Things of one kind that are fetched by request id, for a day. */
export class Requests<T extends { readonly clientId: string; readonly createdAtMs: number }> {
  /** By request id; whoever asks by it goes through `get`. */
  readonly all: Collection<T>;
  readonly #notifications: Notifications;
  readonly #type: string;

  /** @param type type of the notifications */
  constructor(database: Database, name: string, type: string, notifications: Notifications) {
    this.all = database.collection<T>(name);
    this.#notifications = notifications;
    this.#type = type;
  }

  /** Remembers what happened and tells the application. @returns the request id */
  add(request: T): string {
    const requestId = crypto.randomUUID();
    this.all.set(requestId, request);
    const { clientId, createdAtMs } = request;
    this.#notifications.add({ clientId, type: this.#type, requestId, createdAtMs });
    return requestId;
  }

  /** What an application may still fetch, or null. */
  get(requestId: string, clientId: string, nowMs: number): T | null {
    const request = this.all.get(requestId);
    if (request?.clientId !== clientId) return null;
    return nowMs - request.createdAtMs >= requestLifeMs ? null : request;
  }

  /** Everything there has been, also what has expired. */
  values(): MapIterator<T> {
    return this.all.values();
  }
}
