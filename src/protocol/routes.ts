/** Requests and answers of the partner backend's routes under `/rsc`. */
import * as z from 'zod/mini';
import { scope, widget } from './context.ts';
import { atsId, integrationContext, nonce128, personUrn } from './ids.ts';
import { maxLength, minLength } from './length.ts';

const epochMs = z.int().check(z.gte(0));

/** `POST /rsc/session`, with a DPoP proof: exchanges a signed context for an access token. */
export const sessionRequest = z.object({
  ticket: z.string().check(minLength(1), maxLength(8192)),
  fn: nonce128,
  hn: nonce128,
});
export type SessionRequest = z.infer<typeof sessionRequest>;

export const sessionAnswer = z.object({
  access_token: z.string().check(minLength(1), maxLength(8192)),
  token_type: z.literal('DPoP'),
  /** Seconds. */
  expires_in: z.int().check(z.gte(1)),
  /** Seconds since 1970 at the backend. */
  server_time: z.int(),
  widget,
  obj: z.string(),
  scope: z.array(scope),
  /** Changes when another person or account looks; a frame then forgets all it holds. */
  viewer: z.string(),
});
export type SessionAnswer = z.infer<typeof sessionAnswer>;

/** `POST /rsc/revoke`, from the ATS's server: ends sessions at once. */
export const revokeRequest = z.object({
  /** JWS with `typ: rsc-revoke+jwt`, claims in `revocationClaims`. */
  revocation: z.string().check(minLength(1), maxLength(8192)),
});

/** How LinkedIn sees a candidate; the only LinkedIn data that reaches a host page. */
export const candidateStatus = z.object({
  candidateId: atsId,
  synced: z.boolean(),
  /** When the record was last sent to LinkedIn. */
  syncedAtMs: z.optional(epochMs),
  match: z.enum(['none', 'automatic', 'manual']),
  /** When this answer was read from LinkedIn. */
  observedAtMs: epochMs,
});
export type CandidateStatus = z.infer<typeof candidateStatus>;

/** `POST /rsc/candidates/statuses`. */
export const statusesRequest = z.object({
  ids: z.array(atsId).check(minLength(1), maxLength(100)),
});
export const statusesAnswer = z.object({ items: z.array(candidateStatus) });
export type StatusesAnswer = z.infer<typeof statusesAnswer>;

/** What is known to have happened between this candidate and LinkedIn, newest first. */
export const candidateActivity = z.object({
  kind: z.enum(['created', 'synced', 'matched', 'linked', 'unlinked']),
  /** Left out where LinkedIn does not tell when. */
  atMs: z.optional(epochMs),
});
export type CandidateActivity = z.infer<typeof candidateActivity>;

/** `GET /rsc/candidates/{id}`. */
export const candidateAnswer = z.object({
  status: candidateStatus,
  activities: z.array(candidateActivity),
  /** What LinkedIn's profile plugin is started with, inside its own isolated frame. */
  plugin: z.object({
    /** Document on the plugin origin that loads LinkedIn's script. */
    url: z.url(),
    integrationContext,
  }),
});
export type CandidateAnswer = z.infer<typeof candidateAnswer>;

/** `POST /rsc/candidates/{id}/match`: a person linked or unlinked the candidate in the plugin. */
export const matchRequest = z.object({
  action: z.enum(['linked', 'unlinked']),
  member: personUrn,
});
export type MatchRequest = z.infer<typeof matchRequest>;

/** Body of every refusal of ours. */
export const errorAnswer = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    /** Only with `ctx_clock`: how far the signer's clock is ahead of the backend's. */
    signer_ahead_ms: z.optional(z.int()),
  }),
});
export type ErrorAnswer = z.infer<typeof errorAnswer>;

/** What the backend writes into a frame document (`<meta name="rsc-boot">`). */
export const frameBoot = z.object({
  allow: z.array(z.string()).check(minLength(1), maxLength(1)),
  inst: z.string(),
  plugin: widget,
  /** First DPoP nonce. */
  sn: z.string(),
  /** Milliseconds since 1970 at the backend when the document was made. */
  now: z.int(),
});
export type FrameBoot = z.infer<typeof frameBoot>;
