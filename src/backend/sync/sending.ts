/**
 * Sends records of one kind to LinkedIn, and says of each what became of it. What concerns the whole
 * customer (LinkedIn is down, refuses the application, its limits are used up) stops it; what concerns
 * one record never keeps others from being sent.
 */
import {
  LinkedInBatchError,
  LinkedInError,
  type CallOptions,
  type LinkedInClient,
  type LinkedInErrorCode,
  type RecordResult,
} from '../../linkedin/index.ts';
import type { SyncResource } from './ports.ts';

export type Sent =
  | { readonly ok: true; readonly taskId?: string | undefined }
  | {
      readonly ok: false;
      /** `lost`: what it hangs on is not at LinkedIn. `absent`: it is not there itself. */
      readonly kind: 'retry' | 'refused' | 'lost' | 'absent';
      readonly code: string;
      readonly message: string;
    };

/** Nothing of this customer can be sent now. */
export interface Stopped {
  readonly code: LinkedInErrorCode;
  readonly retryAfterMs: number | undefined;
}

export interface SendingOutcome {
  /** By the index of the item; those without one were not sent, or nobody knows. */
  readonly sent: ReadonlyMap<number, Sent>;
  readonly stopped: Stopped | null;
}

/** What is sent: a record to write, or the fields of one to delete. */
export type Sendable = Readonly<Record<string, unknown>>;

type Write = (items: readonly Sendable[], options: CallOptions) => Promise<RecordResult[]>;

export interface SendingOptions {
  /** Sends one by one, to find out which record makes a whole batch fail. */
  readonly isolate: boolean;
  readonly signal: AbortSignal;
}

/** Whole requests that LinkedIn finds wrong for one of the records in it. */
const dividing: ReadonlySet<LinkedInErrorCode> = new Set([
  'rejected',
  'invalid',
  'not_found',
  'conflict',
]);
/** Failures that may be of one record's making where they go on. */
const perhapsOwn: ReadonlySet<LinkedInErrorCode> = new Set([
  'unavailable',
  'unreachable',
  'bad_answer',
]);
/** So many single failures in a row, and none that went well: it is not the records. */
const maxSingles = 3;

/** Writes records. */
export function sendRecords(
  client: LinkedInClient,
  resource: SyncResource,
  context: string,
  records: readonly Sendable[],
  options: SendingOptions,
): Promise<SendingOutcome> {
  const write = writerOf(client, resource, context);
  return send(write, records, options, (result) => outcomeOf(result, 'lost'));
}

/** Deletes records by the fields that name them. */
export function deleteRecords(
  client: LinkedInClient,
  resource: Exclude<SyncResource, 'jobPostings'>,
  context: string,
  keys: readonly Sendable[],
  options: SendingOptions,
): Promise<SendingOutcome> {
  const byId = resource === 'candidates' || resource === 'applications';
  const api = client[resource] as unknown as {
    delete(
      context: string,
      refs: readonly unknown[],
      options: CallOptions,
    ): Promise<RecordResult[]>;
  };
  const remove: Write = (items, call) =>
    api.delete(context, byId ? items.map((item) => item['id']) : items, call);
  return send(remove, keys, options, (result) => outcomeOf(result, 'absent'));
}

function writerOf(client: LinkedInClient, resource: SyncResource, context: string): Write {
  if (resource === 'jobPostings') {
    return (items, options) => client.jobPostings.submit(items as never, options);
  }
  const api = client[resource] as unknown as {
    update(
      context: string,
      records: readonly Sendable[],
      options: CallOptions,
    ): Promise<RecordResult[]>;
  };
  return (items, options) => api.update(context, items, options);
}

async function send(
  write: Write,
  items: readonly Sendable[],
  { isolate, signal }: SendingOptions,
  read: (result: RecordResult) => Sent,
): Promise<SendingOutcome> {
  const sent = new Map<number, Sent>();
  let stopped: Stopped | null = null;
  let failedSingles = 0;

  async function part(start: number, end: number): Promise<void> {
    const own = items.slice(start, end);
    try {
      const results = await write(own, { signal });
      results.forEach((result, index) => sent.set(start + index, read(result)));
      failedSingles = 0;
      return;
    } catch (error) {
      if (!(error instanceof LinkedInError)) throw error;
      if (error instanceof LinkedInBatchError) keep(own, start, error.results);
      await failed(start, end, error);
    }
  }

  /** What was answered before the request that failed, where it can be told whose it is. */
  function keep(own: readonly Sendable[], start: number, results: readonly RecordResult[]): void {
    const places = new Map<unknown, number | null>();
    own.forEach((item, index) => {
      const id = item['assignee'] ?? item['id'] ?? item['aclId'];
      places.set(id, places.has(id) ? null : start + index);
    });
    for (const result of results) {
      const place = places.get(result.id) ?? null;
      if (place !== null) sent.set(place, read(result));
    }
  }

  async function failed(start: number, end: number, error: LinkedInError): Promise<void> {
    const { code, retryAfterMs } = error;
    const divides = dividing.has(code) || (isolate && perhapsOwn.has(code));
    if (!divides) {
      stopped = { code, retryAfterMs };
      return;
    }
    if (end - start > 1) {
      const middle = dividing.has(code) ? start + Math.ceil((end - start) / 2) : start + 1;
      for (const [from, to] of [
        [start, middle],
        [middle, end],
      ] as const) {
        // What is known already is not sent again.
        for (const [left, right] of gaps(from, to)) {
          if (stopped === null) await part(left, right);
        }
      }
      return;
    }
    if (perhapsOwn.has(code)) {
      failedSingles += 1;
      if (failedSingles >= maxSingles) {
        for (const index of [...sent.keys()].filter(
          (at) => at > start - maxSingles && at < start,
        )) {
          sent.delete(index);
        }
        stopped = { code, retryAfterMs };
        return;
      }
    }
    const kind = code === 'not_found' ? 'lost' : perhapsOwn.has(code) ? 'retry' : 'refused';
    sent.set(start, { ok: false, kind, code, message: error.said() ?? error.message });
  }

  /** Runs of items without an outcome between two places. */
  function gaps(from: number, to: number): [number, number][] {
    const found: [number, number][] = [];
    for (let at = from; at < to; at += 1) {
      if (sent.has(at)) continue;
      const last = found.at(-1);
      if (last?.[1] === at) last[1] = at + 1;
      else found.push([at, at + 1]);
    }
    return found;
  }

  if (items.length > 0) await part(0, items.length);
  return { sent, stopped };
}

/** @param missing what 404 means: for a write that its parent is not there */
function outcomeOf(result: RecordResult & { taskId?: string }, missing: 'lost' | 'absent'): Sent {
  if (result.ok) return { ok: true, taskId: result.taskId };
  const { status, code, message } = result.error;
  const told = { ok: false, code: code ?? String(status), message } as const;
  if (status === 404) return { ...told, kind: missing };
  const passing = status === 408 || status === 409 || status === 429 || status >= 500;
  return { ...told, kind: passing ? 'retry' : 'refused' };
}
