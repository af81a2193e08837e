/**
 * What was asked of the sandbox and what it answered, newest last: a ring of bounded length and
 * bounded bytes. Requests of the controls themselves are not in it.
 */
import { patternOf } from '../pattern.ts';

export interface JournalEntry {
  /** Counts up from 1; gaps never occur but at the front, where the oldest have gone. */
  readonly seq: number;
  /** When it came in, on the sandbox's clock: milliseconds since 1970. */
  readonly atMs: number;
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** Names in the query, each once, without values and indices: `ids[].atsCandidateId`. */
  readonly query: readonly string[];
  /** Client id of the application, if there was one. */
  readonly application: string | null;
  /** HTTP status; 0 if the connection was cut before an answer. */
  readonly status: number;
  /** Records the request was about, as far as it was understood. */
  readonly records: number;
  /** Until there was an answer, in real milliseconds. */
  readonly durationMs: number;
  /** LinkedIn's id of the request (`x-li-uuid`). */
  readonly requestId: string | null;
  /** Ids of the faults that hit it. */
  readonly faults?: readonly string[];
  /** Bodies, when they are recorded: secrets hidden; null where nothing may be kept. */
  readonly requestBody?: string | null;
  readonly responseBody?: string | null;
}

export interface JournalFilter {
  /** On the sandbox's clock, in milliseconds since 1970, inclusive. */
  readonly sinceMs?: number | undefined;
  /** Entries with a larger number only. */
  readonly after?: number | undefined;
  /** Path, `*` for anything. */
  readonly route?: string | undefined;
  readonly method?: string | undefined;
  /** Client id. */
  readonly application?: string | undefined;
  /** A status (`429`), or a class of them (`4xx`). */
  readonly status?: string | undefined;
  /** At most so many of the oldest that fit; all, if absent. */
  readonly limit?: number | undefined;
}

export interface JournalView {
  readonly entries: readonly JournalEntry[];
  /** `after` of the next look. */
  readonly next: number;
  /** Entries that fit the filter and were left out by `limit`. */
  readonly more: number;
  /** Entries that have been pushed out since the start or the last clearing. */
  readonly dropped: number;
}

export interface JournalSettings {
  /** Entries. */
  readonly capacity: number;
  /** Of all entries together, roughly. */
  readonly maxBytes: number;
  /** Whether bodies are recorded. */
  readonly bodies: boolean;
}

export const journalDefaults: JournalSettings = {
  capacity: 10_000,
  maxBytes: 16_000_000,
  bodies: false,
};
/** Of one body; a larger one is left out. */
export const maxBodyBytes = 1_000_000;

export interface Journal {
  readonly settings: JournalSettings;
  configure(settings: Partial<JournalSettings>): void;
  add(entry: Omit<JournalEntry, 'seq'>): void;
  view(filter?: JournalFilter): JournalView;
  clear(): void;
}

export function createJournal(): Journal {
  let settings = journalDefaults;
  // A queue whose front moves; the array is packed now and then, so that adding costs the same.
  let entries: JournalEntry[] = [];
  let first = 0;
  let bytes = 0;
  let seq = 0;
  let dropped = 0;

  const shrink = (): void => {
    while (
      first < entries.length &&
      (entries.length - first > settings.capacity || bytes > settings.maxBytes)
    ) {
      const oldest = entries[first];
      if (oldest !== undefined) bytes -= sizeOf(oldest);
      first += 1;
      dropped += 1;
    }
    if (first > 1_000 && first > entries.length / 2) {
      entries = entries.slice(first);
      first = 0;
    }
  };

  return {
    get settings() {
      return settings;
    },
    configure(changes) {
      settings = { ...settings, ...changes };
      shrink();
    },
    add(entry) {
      seq += 1;
      const numbered = { seq, ...entry };
      entries.push(numbered);
      bytes += sizeOf(numbered);
      shrink();
    },
    view(filter = {}) {
      const fits = filterOf(filter);
      const found: JournalEntry[] = [];
      let next = seq;
      let more = 0;
      for (let index = first; index < entries.length; index += 1) {
        const entry = entries[index];
        if (entry === undefined || !fits(entry)) continue;
        if (found.length >= (filter.limit ?? Infinity)) more += 1;
        else found.push(entry);
      }
      if (more > 0) next = found.at(-1)?.seq ?? filter.after ?? 0;
      return { entries: found, next, more, dropped };
    },
    clear() {
      entries = [];
      first = 0;
      bytes = 0;
      dropped = 0;
    },
  };
}

function filterOf(filter: JournalFilter): (entry: JournalEntry) => boolean {
  const { sinceMs = 0, after = 0, route, method, application, status } = filter;
  const fits = route === undefined ? () => true : patternOf(route);
  const verb = method?.toUpperCase();
  const isStatus = statusFilter(status);
  return (entry) =>
    entry.atMs >= sinceMs &&
    entry.seq > after &&
    (verb === undefined || entry.method === verb) &&
    (application === undefined || entry.application === application) &&
    isStatus(entry.status) &&
    fits(entry.path);
}

function statusFilter(status: string | undefined): (status: number) => boolean {
  if (status === undefined) return () => true;
  if (/^\dxx$/i.test(status)) return (found) => Math.floor(found / 100) === Number(status[0]);
  return (found) => found === Number(status);
}

/** Roughly what an entry takes: its texts, and something for the rest. */
function sizeOf({ path, query, requestBody, responseBody }: JournalEntry): number {
  let size = 250 + path.length;
  for (const name of query) size += name.length + 16;
  return size + (requestBody?.length ?? 0) + (responseBody?.length ?? 0);
}
