/**
 * What the backend tells its operator. Entries have fixed fields and no free text, so that what
 * must not be logged (people's ids, tokens, queries, bodies) has no field to end up in.
 */
import type { ErrorCode } from '../protocol/errors.ts';
import { StoreError } from './store/errors.ts';

/** Every request, when it has been answered. */
export interface RequestEntry {
  readonly event: 'request';
  readonly level: 'info' | 'warn' | 'error';
  readonly requestId: string;
  readonly method: string;
  /** Pattern of the route, for example `/rsc/candidates/:id`; never the path itself. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  /** Only when it is a tenant of ours. */
  readonly tenant?: string;
  /** Why the request was refused. */
  readonly code?: ErrorCode;
}

/** Something nobody foresaw. */
export interface FailureEntry {
  readonly event: 'failure';
  readonly level: 'error';
  readonly requestId: string;
  readonly route: string;
  readonly tenant?: string;
  /**
   * Name of the error's class, with the code of a `StoreError`. Its message is left out: anything
   * may be in there.
   */
  readonly error: string;
  /** Where it happened, innermost first. */
  readonly stack: readonly string[];
}

/** LinkedIn did not do what we asked. */
export interface LinkedInEntry {
  readonly event: 'linkedin';
  readonly level: 'warn';
  readonly tenant: string;
  readonly operation: 'read' | 'update' | 'delete';
  readonly code: 'linkedin_unavailable' | 'linkedin_refused';
  /** HTTP status of LinkedIn's answer; 0 if there was none. */
  readonly status: number;
}

/** Work beside requests did not succeed; it is tried again. */
export interface WorkerEntry {
  readonly event: 'worker';
  readonly level: 'warn' | 'error';
  readonly worker:
    'push' | 'exports' | 'queue' | 'reconciliation' | 'rediscovery' | 'retrieval' | 'sync';
  readonly tenant?: string;
  /** Code of an error of ours, or the name of its class. */
  readonly code: string;
}

/**
 * Something came of an export that somebody should look at.
 * - `export_lost`: LinkedIn has forgotten it before it could be fetched
 * - `export_quarantined`: what was fetched is not this customer's
 * - `seat_limit_near`, `seat_limit_reached`: a recruiter's exports of the month
 * - `link_given_up`: LinkedIn could not be told which member a candidate is
 */
export interface ExportEntry {
  readonly event: 'export';
  readonly level: 'warn' | 'error';
  readonly tenant: string;
  readonly code:
    | 'export_lost'
    | 'export_quarantined'
    | 'seat_limit_near'
    | 'seat_limit_reached'
    | 'link_given_up';
}

/** LinkedIn has pushed an event of a kind that is not known; it is kept. */
export interface PushEntry {
  readonly event: 'push';
  readonly level: 'warn';
  readonly tenant: string;
  readonly code: 'unknown_kind';
  /** Left out where it is not a name such as `EXPORT_CANDIDATE_PROFILE`. */
  readonly type?: string;
}

export type LogEntry =
  RequestEntry | FailureEntry | LinkedInEntry | WorkerEntry | ExportEntry | PushEntry;

export interface Logger {
  log(entry: LogEntry): void;
}

/** A logger that writes one line of JSON an entry. */
export function createJsonLogger(
  write: (line: string) => void,
  clock: () => number = Date.now,
): Logger {
  return {
    log(entry) {
      write(JSON.stringify({ time: new Date(clock()).toISOString(), ...entry }));
    },
  };
}

/** The default: warnings and errors to standard error, nothing of what went well. */
export const quietLogger: Logger = {
  log(entry) {
    if (entry.level !== 'info') console.error(JSON.stringify(entry));
  },
};

/** Describes an unforeseen error without its message. */
export function failureOf(error: unknown): Pick<FailureEntry, 'error' | 'stack'> {
  if (!(error instanceof Error)) return { error: typeof error, stack: [] };
  const frames = (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
  // The code of our own errors is one of a list, and tells an operator what to look up.
  const name = error instanceof StoreError ? `${error.name} ${error.code}` : error.name;
  return { error: name, stack: frames.slice(0, 8) };
}

/** The code of an error of ours, or the name of its class. */
export const codeOf = (error: unknown): string =>
  error instanceof Error
    ? 'code' in error && typeof error.code === 'string'
      ? error.code
      : error.name
    : typeof error;
