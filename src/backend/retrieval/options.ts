/** What retrieval is made from. */
import * as z from 'zod';
import { explainIssues } from '../explain-issues.ts';
import { defaultPace } from './pace.ts';
import type { ClosedProfilePorts, ContactSink, FindAtsUsers } from './ports.ts';
import type { InMailText } from './sources.ts';
import type { TimelineSource } from './timeline/source.ts';

export interface RetrievalOptions {
  /** Finds users of the ATS for seats; without it an administrator maps each. */
  readonly findAtsUsers?: FindAtsUsers;
  /** Takes contact details that members share; they are only shown without it. */
  readonly contacts?: ContactSink;
  readonly closedProfiles?: ClosedProfilePorts;
  /** More that timelines show, stages of applications for example. */
  readonly timelineSources?: readonly TimelineSource[];
  /** Days before today that a new seat is read; 90 if left out, 730 at the most. */
  readonly historyDays?: number;
  /** Days that items are kept; for ever if left out, 30 at the least. */
  readonly keepDays?: number;
  /** Milliseconds between two readings of a seat: of a busy one (2 minutes), of a quiet one (4 hours). */
  readonly everyMs?: { readonly busy?: number; readonly quiet?: number };
  /** Days between two questions for closed accounts: 7 if left out, 30 at the most [doc]. */
  readonly closedEveryDays?: number;
  /**
   * Which texts of one's own InMail are kept and shown: `first-message` of each thread, as LinkedIn
   * describes it for its profile widget (default), or all of them (`own`), where LinkedIn has agreed.
   */
  readonly inMailText?: InMailText;
}

const method = (name: string) =>
  z.custom((value) => typeof (value as Record<string, unknown> | null)?.[name] === 'function', {
    error: `must have a method ${name}()`,
  });
const callback = z.custom((value) => typeof value === 'function', { error: 'must be a function' });
const minuteMs = 60_000;

const retrievalOptions = z.strictObject({
  findAtsUsers: callback.optional(),
  contacts: method('shared').and(method('find')).and(method('candidate')).optional(),
  closedProfiles: z
    .strictObject({ onClosed: callback.optional(), deleteClosed: callback.optional() })
    .optional(),
  timelineSources: z.array(method('page')).optional(),
  historyDays: z.int().min(1).max(730).default(90),
  keepDays: z.int().min(30).max(36_500).optional(),
  everyMs: z
    .strictObject({
      busy: z
        .int()
        .min(minuteMs)
        .max(24 * 60 * minuteMs)
        .default(defaultPace.minMs),
      quiet: z
        .int()
        .min(minuteMs)
        .max(24 * 60 * minuteMs)
        .default(defaultPace.maxMs),
    })
    .refine(({ busy, quiet }) => busy <= quiet, { error: 'busy must not be longer than quiet' })
    .prefault({}),
  closedEveryDays: z.int().min(1).max(30).default(7),
  inMailText: z.enum(['first-message', 'own']).default('first-message'),
});

const dayMs = 24 * 60 * minuteMs;

/** @throws TypeError that names each option that is wrong */
export function parseRetrieval(given: RetrievalOptions) {
  const parsed = retrievalOptions.safeParse(given);
  if (!parsed.success) throw new TypeError(`retrieval:\n${explainIssues(parsed.error)}`);
  const { historyDays, keepDays, everyMs, closedEveryDays, inMailText } = parsed.data;
  const { findAtsUsers, contacts, closedProfiles = {}, timelineSources = [] } = given;
  const keepMs = keepDays === undefined ? null : keepDays * dayMs;
  return {
    findAtsUsers,
    contacts,
    closedProfiles,
    timelineSources,
    historyMs: Math.min(historyDays * dayMs, keepMs ?? Infinity),
    keepMs,
    pace: { minMs: everyMs.busy, maxMs: everyMs.quiet },
    closedEveryMs: closedEveryDays * dayMs,
    inMailText,
  };
}
export type ParsedRetrieval = ReturnType<typeof parseRetrieval>;
