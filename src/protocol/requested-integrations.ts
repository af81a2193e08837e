/**
 * What goes into LinkedIn's configuration plugin and what comes out of it. LinkedIn's lists of types
 * are not public as a whole, so they are taken as words, known or not.
 */
import * as z from 'zod/mini';
import { integrationContext } from './ids.ts';
import { maxLength, minLength } from './length.ts';

const word = z.string().check(z.regex(/^[A-Z0-9_]{1,100}$/));

/** Bundles of integrations an ATS supports; `data-supported-bundled-integration-types`. */
export const bundledTypes = z.array(word).check(minLength(1), maxLength(20));

/** One integration that somebody has requested, by LinkedIn's key. */
export const requestedIntegration = z.object({
  integrationContext,
  integrationType: word,
  tenantType: word,
  dataProvider: word,
});
export type RequestedIntegration = z.infer<typeof requestedIntegration>;

/** More than any customer has contracts times types. */
export const maxRequestedIntegrations = 200;

export const requestedIntegrations = z
  .array(requestedIntegration)
  .check(minLength(1), maxLength(maxRequestedIntegrations));
