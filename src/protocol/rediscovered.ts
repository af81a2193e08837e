/**
 * Requests and answers of `/rsc/jobs/{id}/rediscovered`: people who have applied before and fit an open
 * job. Over `job:{id}`; `rediscovered:read` lets see, `rediscovered:decide` add and dismiss. Texts are
 * what people wrote, unchanged: views have to show them as text.
 */
import * as z from 'zod/mini';
import { atsId } from './ids.ts';
import { maxLength } from './length.ts';

const epochMs = z.int().check(z.gte(0));
const text = z.string().check(maxLength(2_000));
const share = z.number().check(z.gte(0), z.lte(1));
/** What a part has given, and what it can give at the most. */
const part = {
  points: z.number().check(z.gte(0), z.lte(100)),
  of: z.int().check(z.gte(1), z.lte(100)),
};

/**
 * Why somebody is suggested:
 * - `skills`: has these of the `wanted` that the job asks for
 * - `title`: does much the same now
 * - `past_job`: has applied to much the same
 * - `stage`: has come this far
 * - `recency`: has been in touch then
 * - `feedback`: what people said who the viewer may read, from 0 (no) to 1 (strong yes)
 * - `location`: lives where the job is
 */
export const rediscoveredReason = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('skills'),
    ...part,
    skills: z.array(text).check(maxLength(50)),
    wanted: z.int().check(z.gte(1)),
  }),
  z.object({ kind: z.literal('title'), ...part, title: text }),
  z.object({ kind: z.literal('past_job'), ...part, title: text }),
  z.object({ kind: z.literal('stage'), ...part, stage: text, job: text }),
  z.object({ kind: z.literal('recency'), ...part, atMs: epochMs }),
  z.object({ kind: z.literal('feedback'), ...part, rating: share, count: z.int().check(z.gte(1)) }),
  z.object({ kind: z.literal('location'), ...part, location: text }),
]);
export type RediscoveredReason = z.infer<typeof rediscoveredReason>;

export const rediscoveredCandidate = z.object({
  id: atsId,
  name: text,
  title: z.nullable(text),
  headline: z.nullable(text),
  location: z.nullable(text),
  /** Of 100. */
  fit: z.int().check(z.gte(0), z.lte(100)),
  /** The heaviest first; their points are what `fit` is made of. */
  reasons: z.array(rediscoveredReason).check(maxLength(10)),
  /** The newest first. */
  applications: z
    .array(
      z.object({
        jobTitle: text,
        stage: text,
        outcome: z.enum(['open', 'hired', 'rejected', 'withdrawn']),
        appliedAtMs: epochMs,
      }),
    )
    .check(maxLength(20)),
  /** What the viewer may see of it, the newest first. */
  feedback: z
    .array(
      z.object({
        author: z.nullable(text),
        rating: z.nullable(share),
        text: z.nullable(text),
        atMs: epochMs,
      }),
    )
    .check(maxLength(20)),
  lastActivityAtMs: epochMs,
  /** Whether it is known who the person is at LinkedIn; `unknown` if LinkedIn does not answer. */
  linkedIn: z.enum(['linked', 'matched', 'none', 'unknown']),
  isDismissed: z.boolean(),
});
export type RediscoveredCandidate = z.infer<typeof rediscoveredCandidate>;

/** Place in a list: who comes after it, whoever has gone meanwhile. */
export const rediscoveredCursor = z
  .string()
  .check(maxLength(1_500), z.regex(/^\d{1,4}\.[A-Za-z0-9_-]{1,1400}$/));

export const rediscoveredAnswer = z.object({
  job: z.object({ id: atsId, title: text, isOpen: z.boolean() }),
  /** Who fits best first; none for a job that is closed. */
  items: z.array(rediscoveredCandidate).check(maxLength(100)),
  /** `after` of the next page; null: there is none. */
  next: z.nullable(rediscoveredCursor),
  /** How many there are in all pages. */
  total: z.int().check(z.gte(0)),
  /** How many this person has dismissed for this job. */
  dismissed: z.int().check(z.gte(0)),
  /** Whether everybody has been looked at who has applied. */
  isComplete: z.boolean(),
  mayDecide: z.boolean(),
});
export type RediscoveredAnswer = z.infer<typeof rediscoveredAnswer>;

/** `POST /rsc/jobs/{id}/rediscovered/{candidateId}`. */
export const rediscoveredRequest = z.object({ action: z.enum(['add', 'dismiss', 'restore']) });
export type RediscoveredAction = z.infer<typeof rediscoveredRequest>['action'];

export const rediscoveredDecision = z.object({
  action: rediscoveredRequest.shape.action,
  candidateId: atsId,
  /** Of the application that was made; null where none was, or the ATS does not say. */
  applicationId: z.nullable(atsId),
});
export type RediscoveredDecision = z.infer<typeof rediscoveredDecision>;
