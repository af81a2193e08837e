/** What backfills and plans are asked for. */
import * as z from 'zod';
import { syncResources } from '../resources.ts';
import type { SyncResource } from '../ports.ts';

export interface BackfillScope {
  /** Records changed since then, milliseconds since 1970; two years back if left out, 0: all. */
  readonly sinceMs?: number;
  /** Kinds of records; all if left out. */
  readonly resources?: readonly SyncResource[];
  /** One of the customer's organizations; all of them if left out. */
  readonly integrationContext?: string;
}

export interface BackfillOptions extends BackfillScope {
  /** Who asks for it, for the audit log: an opaque id, never a name; `kit` if left out. */
  readonly requestedBy?: string;
}

/** LinkedIn asks for two years of history at the least [doc]. */
export const historyMs = 2 * 365 * 24 * 60 * 60_000;

export const scopeFields = {
  sinceMs: z.int().min(0).max(8_640_000_000_000_000).optional(),
  resources: z
    .array(z.enum(syncResources))
    .min(1)
    .refine((names) => new Set(names).size === names.length, { error: 'must not name one twice' })
    .optional(),
  integrationContext: z.string().max(200).optional(),
} as const;

export const backfillScope = z.strictObject(scopeFields);
export const actingOptions = z.strictObject({
  requestedBy: z
    .string()
    .regex(/^[A-Za-z0-9_.:-]{1,64}$/, { error: 'must be an opaque id' })
    .default('kit'),
});
export const backfillOptions = z.strictObject({
  ...scopeFields,
  ...actingOptions.shape,
});

/** @returns undefined: all there is */
export const sinceOf = (sinceMs: number | undefined, nowMs: number): number | undefined =>
  sinceMs === 0 ? undefined : (sinceMs ?? Math.max(1, nowMs - historyMs));

/** Kinds in the order of sending; what only the versioned API has is left out elsewhere. */
export const resourcesOf = (
  named: readonly SyncResource[] | undefined,
  generation: string,
): readonly SyncResource[] =>
  syncResources.filter(
    (resource) =>
      named?.includes(resource) ?? (resource !== 'attachments' || generation === 'rest'),
  );
