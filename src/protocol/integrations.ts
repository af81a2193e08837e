/**
 * A customer's integrations with LinkedIn: what LinkedIn's configuration plugin hands over, and the
 * routes under `/rsc/integrations` that `<rsc-integration-settings>` works with.
 *
 * LinkedIn's list of types and its words for states are not public as a whole, so both are taken as
 * words and kept, known or not.
 */
import * as z from 'zod/mini';
import { integrationContext } from './ids.ts';
import { maxLength, minLength } from './length.ts';

/** What LinkedIn's types, tenant types and data providers are made of. */
const word = z.string().check(z.regex(/^[A-Z0-9_]{1,100}$/));
const epochMs = z.int().check(z.gte(0));

/** More than any customer has contracts times types. */
export const maxIntegrations = 200;

/** Bundles of integrations an ATS may support; `data-supported-bundled-integration-types`. */
export const bundledTypes = z.array(word).check(minLength(1), maxLength(20));

/** Names one integration, as LinkedIn's plugin does when somebody has requested it. */
export const requestedIntegration = z.object({
  integrationContext,
  integrationType: word,
  tenantType: word,
  dataProvider: word,
});
export type RequestedIntegration = z.infer<typeof requestedIntegration>;

export const requestedIntegrations = z
  .array(requestedIntegration)
  .check(minLength(1), maxLength(maxIntegrations));

/**
 * - `none`: not asked for
 * - `requested`: asked for in LinkedIn's plugin
 * - `configured`: named and configured; a Recruiter administrator has to switch it on
 * - `enabled`: in use
 * - `disabled`: was switched off
 * - `unknown`: LinkedIn says something that we do not know; not in use
 */
export const integrationStates = [
  'none',
  'requested',
  'configured',
  'enabled',
  'disabled',
  'unknown',
] as const;
export type IntegrationState = (typeof integrationStates)[number];

/** What has to be done next for an integration; elements and pages have a sentence for each. */
export const nextActions = [
  'request',
  'wait_for_configuration',
  'enable_in_recruiter',
  'enable_again',
  'ask_partner',
  'none',
] as const;
export type NextAction = (typeof nextActions)[number];

/** Who has to do it. */
export const nextParties = [
  'customer_admin',
  'recruiter_admin',
  'partner',
  'linkedin',
  'nobody',
] as const;
export type NextParty = (typeof nextParties)[number];

export const integrationView = z.object({
  integrationContext,
  integrationType: word,
  tenantType: word,
  /** As Recruiter's administrators see it. */
  name: z.optional(z.string().check(maxLength(500))),
  state: z.enum(integrationStates),
  /** LinkedIn's own word for the state. */
  rawStatus: z.optional(z.string().check(maxLength(200))),
  /** When the state was last seen to change. */
  changedAtMs: z.optional(epochMs),
  next: z.object({ action: z.enum(nextActions), by: z.enum(nextParties) }),
});
export type IntegrationView = z.infer<typeof integrationView>;

/** Whether jobs are shown to everybody, or only to the customer's own people. */
export const jobAvailabilityOptions = ['PUBLIC', 'PRIVATE_TO_ATS_INTEGRATION'] as const;

/** What the customer decides about its integrations. */
export const integrationSettings = z.object({
  jobAvailability: z.enum(jobAvailabilityOptions),
  /** Whether the ATS says by ACLs who sees what; otherwise everybody with Recruiter does. */
  usesAcls: z.boolean(),
});
export type IntegrationSettings = z.infer<typeof integrationSettings>;

/** `GET /rsc/integrations`; the same comes back from each change. */
export const integrationsAnswer = z.object({
  items: z.array(integrationView).check(maxLength(maxIntegrations)),
  settings: integrationSettings,
  /** The newest event that is part of `items`: `events` goes on after it. */
  lastEventId: z.int().check(z.gte(0)),
  plugin: z.object({
    /** Document on the plugin origin that loads LinkedIn's configuration plugin. */
    url: z.url(),
  }),
  /** Something could not be told LinkedIn yet and will be by itself; a code of onboarding. */
  problem: z.optional(z.string().check(maxLength(64))),
});
export type IntegrationsAnswer = z.infer<typeof integrationsAnswer>;

/** `POST /rsc/integrations`: somebody has requested these in LinkedIn's plugin. */
export const integrationsRequest = z.object({ integrations: requestedIntegrations });
export type IntegrationsRequest = z.infer<typeof integrationsRequest>;

/** `POST /rsc/integrations/settings`: what is left out stays as it is. */
export const integrationSettingsRequest = z.partial(integrationSettings);
export type IntegrationSettingsRequest = z.infer<typeof integrationSettingsRequest>;

/**
 * One event of `GET /rsc/integrations/events`, a stream of server-sent events read by `fetch`,
 * because an `EventSource` cannot bring a proof. `Last-Event-ID` says after which one to go on; the
 * event's `id:` is `id`, its name is `integration`. A stream ends when its token does.
 */
export const integrationEvent = z.object({
  id: z.int().check(z.gte(0)),
  integration: integrationView,
});
export type IntegrationEventView = z.infer<typeof integrationEvent>;
