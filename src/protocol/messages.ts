/**
 * Messages between a host page and a frame, protocol version 1.
 *
 * Two travel between windows (`hello`, `port`) and carry nothing worth stealing; everything else
 * goes over the MessagePort that `port` transfers. Each is plain JSON: no keys, blobs or ports.
 * The shell in the host page has no zod; its guards in `handshake/guards.ts` are property-tested
 * against these schemas.
 */
import * as z from 'zod/mini';
import { exportId } from './exports.ts';
import {
  atsId,
  instanceId,
  integrationContext,
  localeTag,
  nonce128,
  personUrn,
  thumbprint,
} from './ids.ts';
import { bundledTypes, requestedIntegrations } from './requested-integrations.ts';
import { candidateStatus } from './routes.ts';
import type { ElementState } from './states.ts';
import { maxLength, minLength } from './length.ts';

/** Versions of this protocol that the code in this repository speaks. */
export const protocolVersions = [1] as const;
export const maxFrameHeightPx = 20_000;

export const helloMessage = z.object({
  rsc: z.literal('hello'),
  v: z.array(z.int().check(z.gte(0))).check(minLength(1), maxLength(8)),
  inst: instanceId,
  fn: nonce128,
  jkt: thumbprint,
});
export type HelloMessage = z.infer<typeof helloMessage>;

/** Sent with the MessagePort. `v: 0` with a code instead means that no version fits. */
export const portMessage = z.object({
  rsc: z.literal('port'),
  v: z.int(),
  inst: instanceId,
  fn: nonce128,
  hn: nonce128,
});
export type PortMessage = z.infer<typeof portMessage>;

const requestId = z.int().check(z.gte(0));
const retryAfterMs = z.optional(z.int().check(z.gte(0), z.lte(86_400_000)));
const code = z.string().check(minLength(1), maxLength(64), z.regex(/^[a-z0-9_]+$/));

export const appearances = ['light', 'dark', 'auto'] as const;
export const appearance = z.enum(appearances);
export type Appearance = z.infer<typeof appearance>;

/** What the host tells a frame about how to look and what to offer. */
export const frameSettings = z.object({
  candidateId: z.optional(atsId),
  integrationContext: z.optional(integrationContext),
  /** Job the panel is about; left out where it is about all of them. */
  jobId: z.optional(atsId),
  showUnlink: z.optional(z.boolean()),
  confirmUnlink: z.optional(z.boolean()),
  /** Bundles of integrations the ATS supports. */
  integrationTypes: z.optional(bundledTypes),
  locale: z.optional(localeTag),
  dir: z.optional(z.enum(['ltr', 'rtl'])),
  appearance: z.optional(appearance),
  /** Height in CSS pixels the host grants now; the frame folds its content to fit. */
  heightPx: z.optional(z.int().check(z.gte(0), z.lte(maxFrameHeightPx))),
  deadlineMs: z.optional(z.int().check(z.gte(1_000), z.lte(2_147_483_647))),
});
export type FrameSettings = z.infer<typeof frameSettings>;

/** One of `elementStates`, or one that a newer frame has besides: pages are told what it says. */
const elementState = code as unknown as z.ZodMiniType<ElementState>;

export const contextReasons = ['boot', 'renew', 'revoked', 'nonce', 'object'] as const;

/** Frame to host, over the port. */
export const frameMessage = z.discriminatedUnion('t', [
  z.object({ t: z.literal('need-context'), id: requestId, reason: z.enum(contextReasons) }),
  z.object({ t: z.literal('state'), state: elementState, code: z.optional(code) }),
  z.object({
    t: z.literal('size'),
    /** Height of the whole content in CSS pixels, rounded up. */
    height: z.int().check(z.gte(0)),
    /** True when the person asked for it (unfolded something), so that growth is expected. */
    user: z.optional(z.boolean()),
  }),
  z.discriminatedUnion('name', [
    z.object({
      t: z.literal('event'),
      name: z.enum(['rsc-link', 'rsc-unlink']),
      detail: z.object({ member: personUrn }),
    }),
    z.object({
      t: z.literal('event'),
      name: z.literal('rsc-integrate'),
      detail: z.object({ integrations: requestedIntegrations }),
    }),
    z.object({
      t: z.literal('event'),
      name: z.literal('rsc-export'),
      detail: z.object({
        exportId,
        /** An `ExportState`; others may come to it. */
        state: code,
        candidateId: z.optional(atsId),
        jobId: z.optional(atsId),
        applicationId: z.optional(atsId),
      }),
    }),
    z.object({
      t: z.literal('event'),
      name: z.literal('rsc-add'),
      detail: z.object({ candidateId: atsId, jobId: atsId, applicationId: z.optional(atsId) }),
    }),
  ]),
  z.object({
    t: z.literal('open'),
    name: z.literal('rsc-open'),
    detail: z.object({ candidateId: atsId }),
  }),
  z.object({ t: z.literal('ping'), id: requestId }),
  z.object({ t: z.literal('pong'), id: requestId }),
  z.object({
    t: z.literal('statuses'),
    items: z.array(candidateStatus).check(maxLength(100)),
  }),
  z.object({
    t: z.literal('statuses-error'),
    ids: z.array(atsId).check(maxLength(100)),
    code,
  }),
]);
export type FrameMessage = z.infer<typeof frameMessage>;

/** Host to frame, over the port. */
export const hostMessage = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('context'),
    id: requestId,
    ticket: z.string().check(minLength(1), maxLength(8192)),
  }),
  z.object({
    t: z.literal('context-error'),
    id: requestId,
    /** HTTP status of the signer's answer; 0 when there was none. */
    status: z.int().check(z.gte(0), z.lte(599)),
    code,
    retryAfterMs,
  }),
  z.object({ t: z.literal('set'), settings: frameSettings }),
  z.object({ t: z.literal('print'), on: z.boolean() }),
  z.object({ t: z.literal('resume') }),
  z.object({ t: z.literal('bye') }),
  z.object({ t: z.literal('ping'), id: requestId }),
  z.object({ t: z.literal('pong'), id: requestId }),
  z.object({ t: z.literal('want'), ids: z.array(atsId).check(minLength(1), maxLength(100)) }),
]);
export type HostMessage = z.infer<typeof hostMessage>;
