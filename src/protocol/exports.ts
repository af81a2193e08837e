/**
 * Requests and answers of `/rsc/exports`: members that recruiters exported to the ATS, and what people
 * decide about them. Over `job:{id}` a person sees exports to that job, over `exports` all of them;
 * `exports:read` lets see, `exports:decide` decide, and `exports` itself needs `exports:all` as well.
 */
import * as z from 'zod/mini';
import { atsId, base64url } from './ids.ts';
import { maxLength, minLength } from './length.ts';

const epochMs = z.int().check(z.gte(0));
const cursor = z.int().check(z.gte(0));
const webUrl = z.url({ protocol: /^https?$/ }).check(maxLength(2_000));
/** What members and recruiters write about themselves: any text, to be shown as text only. */
const text = z.string().check(maxLength(2_000));
const texts = z.array(text).check(maxLength(100));

/** Id of an export, the same however often LinkedIn tells of it. */
export const exportId = base64url(32);

/**
 * - `received`: LinkedIn has told of it; what it is about is being fetched
 * - `fetched`: it is on its way into the ATS
 * - `review`: a person has to say who it is
 * - `delivered`: it is in the ATS
 * - `dismissed`: a person does not want it
 * - `quarantined`: LinkedIn says it belongs to somebody else; nothing of it is kept
 * - `lost`: it could not be fetched within LinkedIn's 24 hours
 */
export const exportStates = [
  'received',
  'fetched',
  'review',
  'delivered',
  'dismissed',
  'quarantined',
  'lost',
] as const;
export const exportState = z.enum(exportStates);
export type ExportState = z.infer<typeof exportState>;

/** By what a candidate of the ATS was recognised, the surest first; `decision`: a person said so. */
export const matchReason = z.enum(['person', 'profile_url', 'email', 'name_company', 'decision']);
export type MatchReason = z.infer<typeof matchReason>;

/**
 * What a person may want to know about an export:
 * - `job_closed`, `job_unknown`: it is in the talent pool instead
 * - `already_applied`: the candidate had an application to that job, and has no second one
 * - `exported_before`: the same member was exported earlier
 * - `exporter_unknown`: the ATS does not know the recruiter
 * - `several_matches`, `other_member`: why a person has to decide
 * - `sink_refused`: the ATS would not take it
 * - `resume_unavailable`, `resume_refused`: it came without its resume; LinkedIn did not give it, or
 *   it is too large or no document
 * - `linked_elsewhere`: the candidate is linked to another member at LinkedIn, which was left so
 * - `link_given_up`: LinkedIn could not be told which member the candidate is
 * - `undone`, `undo_refused`: what was done was taken back, or could not be
 * - `candidate_changed`, `candidate_in_use`, `candidate_gone`: why it could not be taken back
 * - `seat_limit_near`, `seat_limit_reached`: the recruiter's 300 exports of the month
 */
export const exportNotices = [
  'job_closed',
  'job_unknown',
  'already_applied',
  'exported_before',
  'exporter_unknown',
  'several_matches',
  'other_member',
  'sink_refused',
  'resume_unavailable',
  'resume_refused',
  'linked_elsewhere',
  'link_given_up',
  'undone',
  'undo_refused',
  'candidate_changed',
  'candidate_in_use',
  'candidate_gone',
  'seat_limit_near',
  'seat_limit_reached',
] as const;
export const exportNotice = z.enum(exportNotices);
export type ExportNotice = z.infer<typeof exportNotice>;

/** The exported member, as LinkedIn describes it. */
export const exportedPerson = z.object({
  name: text,
  headline: z.nullable(text),
  location: z.nullable(text),
  company: z.nullable(text),
  title: z.nullable(text),
  /** http or https, and nothing else. */
  profileUrl: z.nullable(webUrl),
  emailAddresses: texts,
  phoneNumbers: texts,
  skills: texts,
  summary: z.nullable(z.string().check(maxLength(20_000))),
});
export type ExportedPerson = z.infer<typeof exportedPerson>;

/** An export as it stands. */
export const exportView = z.object({
  id: exportId,
  /** Rises with each change of any export; an answer with a higher one is newer. */
  cursor,
  state: exportState,
  receivedAtMs: epochMs,
  /** Null until it is fetched, and where nothing of it is kept. */
  person: z.nullable(exportedPerson),
  /** Null: the talent pool, or not known yet. */
  job: z.nullable(
    z.object({
      id: text,
      title: z.nullable(text),
      state: z.nullable(z.enum(['open', 'closed', 'unknown'])),
    }),
  ),
  /** The recruiter; null until it is fetched. */
  exporter: z.nullable(z.object({ userId: z.nullable(atsId), name: z.nullable(text) })),
  outcome: z.nullable(z.enum(['created', 'merged'])),
  reason: z.nullable(matchReason),
  candidateId: z.nullable(atsId),
  applicationId: z.nullable(atsId),
  hasResume: z.boolean(),
  /** Candidates of the ATS it may be. */
  suggestions: z.array(z.object({ candidateId: atsId, reason: matchReason })).check(maxLength(20)),
  notices: z.array(exportNotice),
  /** How LinkedIn stands to the link between candidate and member; null: nothing to tell it. */
  link: z.nullable(z.enum(['pending', 'attached', 'other_member', 'given_up'])),
  /** What is being done now; null: nothing. */
  working: z.nullable(z.enum(['create', 'merge', 'undo'])),
  /** Person who decided; null: nobody had to. */
  decidedBy: z.nullable(atsId),
  canUndo: z.boolean(),
});
export type ExportView = z.infer<typeof exportView>;

/** `GET /rsc/exports`. */
export const exportsAnswer = z.object({
  /** Newest change first; with `since`, oldest first. */
  items: z.array(exportView).check(maxLength(100)),
  /** `since` of the stream, from which nothing is missing. */
  cursor,
  /** `before` of the next page, or null. With `since`: null, or there is more after `cursor`. */
  next: z.nullable(cursor),
  mayDecide: z.boolean(),
});
export type ExportsAnswer = z.infer<typeof exportsAnswer>;

/** A candidate of the ATS, as the ATS shows it beside an export. */
export const existingCandidate = z.object({
  id: atsId,
  name: text,
  headline: z.nullable(text),
  location: z.nullable(text),
  company: z.nullable(text),
  title: z.nullable(text),
  profileUrl: z.nullable(webUrl),
  emailAddresses: texts,
  phoneNumbers: texts,
  /** Whether it is known to be the exported member, another one, or neither. */
  member: z.enum(['same', 'other', 'unknown']),
});
export type ExistingCandidate = z.infer<typeof existingCandidate>;

/** `GET /rsc/exports/{id}`: the export beside candidates it may be. */
export const exportAnswer = z.object({
  export: exportView,
  /** In the order of its suggestions; those that are gone are missing. */
  candidates: z.array(existingCandidate),
});
export type ExportAnswer = z.infer<typeof exportAnswer>;

/** `POST /rsc/exports/{id}/decision`; answered with an `exportView`. */
export const decisionRequest = z.discriminatedUnion('action', [
  z.object({ action: z.literal('merge'), candidateId: atsId }),
  z.object({ action: z.enum(['create', 'dismiss', 'undo']) }),
]);
export type DecisionRequest = z.infer<typeof decisionRequest>;

/** Cursor in a query or in `Last-Event-ID`. */
export const cursorText = z.string().check(minLength(1), z.regex(/^\d{1,15}$/));
