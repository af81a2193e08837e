/**
 * What records have in common. LinkedIn documents formats and few lengths; where it names none, ours
 * are generous and only keep out what cannot be meant [unknown].
 */
import * as z from 'zod';

/** Names, titles and other single lines. */
export const line = z.string().min(1).max(1_000);

/** Notes, feedback, descriptions. */
export const longText = z.string().min(1).max(100_000);

/**
 * An id of the ATS; unique in its resource within the integration context. Half a surrogate pair has
 * no UTF-8 and would arrive as another id.
 */
export const externalId = z
  .string()
  .min(1)
  .max(255)
  .refine((id) => id.isWellFormed(), 'must be well-formed Unicode');

/** Milliseconds since 1970, above 0 (since November 2021) [doc]. */
export const epochMs = z.int().positive();

/** Most addresses look like this; for the others the platform's own parser decides. */
const plainWebUrl =
  /^https?:\/\/(?:[a-z\d]+(?:-[a-z\d]+)*\.)*[a-z]+(?::\d{1,4})?(?:[/?#][\x21-\x7e]*)?$/;
const isWebUrl = (text: string): boolean =>
  plainWebUrl.test(text) || (/^https?:\/\/\S+$/i.test(text) && URL.canParse(text));

/** Address of a page. */
export const webUrl = z.string().max(2_000).refine(isWebUrl, 'must be an http or https address');

const urn = (kind: string, id = '[A-Za-z0-9_-]+') =>
  z.string().regex(new RegExp(`^urn:li:${kind}:${id}$`), `must have the form urn:li:${kind}:{id}`);

export const organizationUrn = urn('organization');
export const contractUrn = urn('contract');
export const seatUrn = urn('seat');
/** A member, in the ids of one application: opaque, and not comparable between applications. */
export const personUrn = urn('person');
/** An application of LinkedIn's developer portal. */
export const developerApplicationUrn = urn('developerApplication');
/** Most integrations have the customer's organization, contract-level ones its contract [doc]. */
export const integrationContextUrn = urn('(?:organization|contract)');

/** Somebody who wrote or held something in the ATS. */
export const author = z.strictObject({ firstName: line.optional(), lastName: line.optional() });

/** `{ path, error }` of a record whose last change lies before its making [doc]. */
export const notBefore = {
  path: ['atsLastModifiedAt'],
  error: 'must not be before atsCreatedAt',
};
export const isInOrder = (record: {
  readonly atsCreatedAt: number;
  readonly atsLastModifiedAt: number;
}): boolean => record.atsLastModifiedAt >= record.atsCreatedAt;
