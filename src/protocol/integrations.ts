/**
 * Requests and answers of `/rsc/integrations`: what an ATS's administrator sees and does about the
 * customer's integrations with LinkedIn. All of it needs scope `integrations:manage` over the object
 * `integrations`.
 */
import * as z from 'zod/mini';
import { integrationContext } from './ids.ts';
import { maxLength, minLength } from './length.ts';

const epochMs = z.int().check(z.gte(0));
const word = z.string().check(minLength(1), maxLength(200));

/**
 * - `none`: LinkedIn does not know it (any more)
 * - `requested`: the customer has asked for it in LinkedIn's plugin
 * - `configured`: named and configured by the partner
 * - `enabled`: may be used
 * - `disabled`: was switched off in Recruiter
 * - `unknown`: LinkedIn says something we do not know; not used
 */
export const integrationState = z.enum([
  'none',
  'requested',
  'configured',
  'enabled',
  'disabled',
  'unknown',
]);
export type IntegrationStateName = z.infer<typeof integrationState>;

/** What has to be done next, and by whom; pages have a sentence for each. */
export const nextStep = z.object({
  action: z.enum([
    'request',
    'wait_for_configuration',
    'enable_in_recruiter',
    'enable_again',
    'ask_partner',
    'none',
  ]),
  by: z.enum(['customer_admin', 'recruiter_admin', 'partner', 'linkedin', 'nobody']),
});
export type NextStepAnswer = z.infer<typeof nextStep>;

/** One integration as administrators see it. */
export const integrationView = z.object({
  context: integrationContext,
  /** As LinkedIn names it; types that we do not know are shown as well. */
  type: word,
  tenantType: word,
  /** As Recruiter's administrators see it; null before it was named. */
  name: z.nullable(z.string().check(maxLength(500))),
  /** LinkedIn's own word; null before it has said one. */
  rawStatus: z.nullable(z.string().check(maxLength(200))),
  state: integrationState,
  next: nextStep,
  changedAtMs: epochMs,
});
export type IntegrationView = z.infer<typeof integrationView>;

/** What the customer chooses. */
export const integrationSettings = z.object({
  /** Who sees the jobs that are sent to LinkedIn [RSC-102]. */
  jobAvailability: z.enum(['PUBLIC', 'PRIVATE_TO_ATS_INTEGRATION']),
  /** `all`: everybody who uses Recruiter; `acls`: whom the ATS's access lists name. */
  viewers: z.enum(['all', 'acls']),
});
export type IntegrationSettings = z.infer<typeof integrationSettings>;

/** `GET /rsc/integrations`. */
export const integrationsAnswer = z.object({
  integrations: z.array(integrationView),
  settings: integrationSettings,
  /** Code of why LinkedIn could not be told something yet; it is told later by itself. */
  problem: z.nullable(z.string().check(maxLength(64))),
  /** Newest event; `since` of the stream. */
  lastEventId: z.int().check(z.gte(0)),
  /** What LinkedIn's configuration plugin is started with, inside its own isolated frame. */
  plugin: z.object({
    /** Document on the plugin origin that loads LinkedIn's script. */
    url: z.url(),
    apiKey: z.string().check(minLength(1), maxLength(64)),
    supportedBundledIntegrationTypes: z.array(word).check(minLength(1), maxLength(20)),
  }),
});
export type IntegrationsAnswer = z.infer<typeof integrationsAnswer>;

/** Bundles of integrations that this kit supports, as LinkedIn's plugin names them [postman]. */
export const supportedBundles = [
  'RECRUITER_SYSTEM_CONNECT_COMPANY',
  'RECRUITER_SYSTEM_CONNECT_CONTRACT',
] as const;

/**
 * `POST /rsc/integrations`: what the plugin's `onintegrate` was called with, as it came. Its form is
 * not documented; the backend reads it.
 */
export const integrationsRequest = z.object({ payload: z.unknown() });

/** `POST /rsc/integrations/settings`: what is left out stays. */
export const settingsRequest = z.partial(integrationSettings);
export type SettingsRequest = z.infer<typeof settingsRequest>;

/** `data` of an event of `GET /rsc/integrations/events`, whose `id` rises. */
export const integrationChange = z.object({
  context: integrationContext,
  type: word,
  tenantType: word,
  state: integrationState,
  rawStatus: z.nullable(z.string().check(maxLength(200))),
  next: nextStep,
  changedAtMs: epochMs,
});
export type IntegrationChange = z.infer<typeof integrationChange>;
