/**
 * Requests and answers of `/rsc/candidates/{id}/timeline`: what has happened between a candidate and
 * the customer's recruiters, at LinkedIn and here. Texts are what people wrote, unchanged: views have
 * to show them as text. Needs scope `profile:read` over the candidate.
 */
import * as z from 'zod/mini';
import { atsId } from './ids.ts';
import { maxLength, minLength } from './length.ts';

const epochMs = z.int().check(z.gte(0));

/**
 * - `inmail_…`: a recruiter has written, the member has accepted, declined, or either has replied;
 *   `inmail_other` is something that LinkedIn calls by a name we do not know
 * - `note`: a recruiter has noted something in Recruiter
 * - `contact_shared`: the member has shared contact details after an InMail
 * - `exported`, `stage_changed`: a recruiter has exported the member; the application moved on
 * - `created`, `synced`, `linked`, `unlinked`: the candidate in the ATS and its tie to LinkedIn
 */
export const timelineKinds = [
  'inmail_sent',
  'inmail_accepted',
  'inmail_declined',
  'inmail_replied',
  'inmail_other',
  'note',
  'contact_shared',
  'exported',
  'stage_changed',
  'created',
  'synced',
  'linked',
  'unlinked',
] as const;
export const timelineKind = z.enum(timelineKinds);
export type TimelineKind = z.infer<typeof timelineKind>;

/** Longest text of an item in a page, in UTF-16 units; the item alone has the whole of it. */
export const maxItemText = 2_000;
/** Longest text at all. */
export const maxWholeText = 2_000_000;
const maxName = 400;
const maxLine = 2_000;

/** Place of an item in a timeline: time, source, id. */
export const timelineCursor = z
  .string()
  .check(maxLength(200), z.regex(/^\d{1,15}\.[a-z]{1,20}\.[A-Za-z0-9_-]{1,120}$/));
export const timelineItemId = z
  .string()
  .check(maxLength(160), z.regex(/^[a-z]{1,20}\.[A-Za-z0-9_-]{1,120}$/));

/** One difference between what the ATS had and what the member has shared. */
export const contactChange = z.object({
  field: z.string().check(maxLength(40)),
  action: z.enum(['add', 'differ']),
  old: z.nullable(z.string().check(maxLength(maxLine))),
  new: z.string().check(maxLength(maxLine)),
});

/** Contact details that the member has shared, and what became of them in the ATS. */
export const sharedContact = z.object({
  emailAddresses: z.array(z.string().check(maxLength(maxLine))).check(maxLength(50)),
  phoneNumbers: z.array(z.string().check(maxLength(maxLine))).check(maxLength(50)),
  /** When the member agreed to share them with the recruiter. */
  consentAtMs: epochMs,
  /** `waiting`: the ATS has not taken them yet. */
  state: z.enum(['waiting', 'enriched', 'lead']),
  candidateId: z.nullable(atsId),
  changes: z.array(contactChange).check(maxLength(200)),
  /** All of it comes from there. */
  source: z.literal('linkedin_inmail'),
});
export type TimelineContact = z.infer<typeof sharedContact>;

export const timelineItem = z.object({
  id: timelineItemId,
  kind: timelineKind,
  atMs: epochMs,
  /** Left out where it never changed. */
  editedAtMs: z.optional(epochMs),
  author: z.optional(
    z.object({
      role: z.enum(['recruiter', 'candidate', 'ats']),
      name: z.nullable(z.string().check(maxLength(maxName))),
      /** Whether the person who looks did it. */
      isViewer: z.boolean(),
    }),
  ),
  subject: z.optional(z.string().check(maxLength(maxLine))),
  text: z.optional(z.string().check(maxLength(maxWholeText))),
  /** The text goes on; `GET …/timeline/{itemId}` has the whole of it. */
  isCut: z.optional(z.boolean()),
  /** There is a text that this person may not see. */
  isWithheld: z.optional(z.boolean()),
  /** Only its author sees it. */
  isPrivate: z.optional(z.boolean()),
  contact: z.optional(sharedContact),
  /** Whatever else there is to say, by name: `job`, `from`, `to`. */
  facts: z.optional(
    z
      .array(
        z.object({
          name: z.string().check(minLength(1), maxLength(40)),
          value: z.string().check(maxLength(maxLine)),
        }),
      )
      .check(maxLength(20)),
  ),
});
export type TimelineItem = z.infer<typeof timelineItem>;

/**
 * What of a timeline is wanted. By GET it stands in the query, without `words`, which may be names;
 * by POST in the body.
 */
export const timelineRequest = z
  .object({
    /** All if left out. */
    kinds: z.optional(z.array(timelineKind).check(minLength(1), maxLength(timelineKinds.length))),
    /** Words that all have to be in what the person may see of an item. */
    words: z.optional(z.string().check(minLength(1), maxLength(200))),
    /** Items older than this place. */
    before: z.optional(timelineCursor),
    /** Items newer than this place. */
    after: z.optional(timelineCursor),
    limit: z.optional(z.int().check(z.gte(1), z.lte(200))),
  })
  .check(
    z.refine(({ before, after }) => before === undefined || after === undefined, {
      path: ['after'],
    }),
  );
export type TimelineRequest = z.infer<typeof timelineRequest>;

export const timelineAnswer = z.object({
  /** Newest first. */
  items: z.array(timelineItem).check(maxLength(200)),
  /** `before` of the next older items; null: there are none. */
  older: z.nullable(timelineCursor),
  /** `after` of the next newer items; null: nothing is known to stand there, ask again from here. */
  newer: z.nullable(timelineCursor),
  /** A search that has looked at many items stops; `older` or `newer` go on. */
  isPartial: z.optional(z.boolean()),
  /** `since` of the stream. */
  revision: z.int().check(z.gte(0)),
});
export type TimelineAnswer = z.infer<typeof timelineAnswer>;

/** `GET …/timeline/{itemId}`. */
export const timelineItemAnswer = z.object({ item: timelineItem });

/** `data` of an event of `GET …/timeline/events`, whose `id` is a revision. */
export const timelineNews = z.object({
  /** New, or changed. */
  items: z.array(timelineItem),
  /** Ids of items that are gone. */
  removed: z.array(timelineItemId),
});
export type TimelineNews = z.infer<typeof timelineNews>;
