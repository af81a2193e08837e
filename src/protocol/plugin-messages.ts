/**
 * Messages between our frame and the plugin document, which runs LinkedIn's script on an origin
 * of its own so that the script never shares a realm with keys and tokens.
 */
import * as z from 'zod/mini';
import { atsId, integrationContext, localeTag, personUrn } from './ids.ts';
import { appearance, maxFrameHeightPx } from './messages.ts';
import { bundledTypes, requestedIntegrations } from './requested-integrations.ts';

/** Plugin document to our frame's window, with no data: asks for a port. */
export const pluginHello = z.object({ rsc: z.literal('plugin-hello'), v: z.literal(1) });
/** Our frame to the plugin document's window, with the port. */
export const pluginPort = z.object({ rsc: z.literal('plugin-port'), v: z.literal(1) });

const looks = {
  widthPx: z.int().check(z.gte(0), z.lte(10_000)),
  locale: z.optional(localeTag),
  appearance: z.optional(appearance),
};

/** Our frame to the plugin document, over the port: what LinkedIn's tag is made of. */
export const pluginCommand = z.discriminatedUnion('t', [
  /** The profile plugin. */
  z.object({
    t: z.literal('show'),
    candidateId: atsId,
    integrationContext,
    showUnlink: z.boolean(),
    confirmUnlink: z.boolean(),
    ...looks,
  }),
  /** The configuration plugin. */
  z.object({ t: z.literal('configure'), integrationTypes: bundledTypes, ...looks }),
]);
export type PluginCommand = z.infer<typeof pluginCommand>;

/** Plugin document to our frame, over the port. */
export const pluginEvent = z.discriminatedUnion('t', [
  z.object({ t: z.literal('shown') }),
  z.object({ t: z.literal('size'), height: z.int().check(z.gte(0), z.lte(maxFrameHeightPx)) }),
  z.object({ t: z.literal('linked'), member: personUrn }),
  z.object({ t: z.literal('unlinked'), member: personUrn }),
  z.object({ t: z.literal('integrated'), integrations: requestedIntegrations }),
  z.object({
    t: z.literal('failed'),
    code: z.enum(['linkedin_script_blocked', 'linkedin_plugin_failed']),
  }),
]);
export type PluginEvent = z.infer<typeof pluginEvent>;

/** What the backend writes into a plugin document (`<meta name="rsc-plugin">`). */
export const pluginBoot = z.object({
  /** Origin of our frame, the only one that may talk to the document. */
  frameOrigin: z.string(),
  /** Public id of the customer's LinkedIn application. */
  apiKey: z.string(),
  /** LinkedIn's `in.js`. */
  scriptUrl: z.url(),
  /** Extension that draws the plugin. */
  extensionUrl: z.url(),
});
export type PluginBoot = z.infer<typeof pluginBoot>;
