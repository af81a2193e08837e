/** Envelope of a batch answer [inferred from Rest.li; the documentation says a status per entity]. */
import * as z from 'zod';

export interface EntityError {
  readonly status?: number | undefined;
  readonly message?: string | undefined;
  readonly serviceErrorCode?: number | undefined;
  readonly code?: string | undefined;
}

const entityError = z.looseObject({
  status: z.int().optional(),
  message: z.string().optional(),
  serviceErrorCode: z.int().optional(),
  code: z.string().optional(),
});

/**
 * An object by key of the entity. Not `z.record`, which copies each entry and leaves out a key
 * called `__proto__`: ids are the ATS's to choose.
 */
const byKey = <T>(isValue: (value: unknown) => boolean) =>
  z
    .custom<Readonly<Record<string, T>>>(
      (value) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every(isValue),
    )
    .default({});

export const batchAnswer = z.looseObject({
  results: byKey<unknown>(() => true),
  errors: byKey<EntityError>((value) => entityError.safeParse(value).success),
  statuses: byKey<number>((value) => Number.isInteger(value)),
});
export type BatchAnswer = z.infer<typeof batchAnswer>;
