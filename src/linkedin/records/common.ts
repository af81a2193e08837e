/**
 * What records have in common. LinkedIn documents formats and few lengths; where it names none, ours
 * are generous and only keep out what cannot be meant [unknown].
 */
import * as z from 'zod';

/** Names, titles and other single lines. */
export const line = z.string().min(1).max(1_000);

/** Notes, feedback, descriptions. */
export const longText = z.string().min(1).max(100_000);

/** An id of the ATS; unique in its resource within the integration context. */
export const externalId = z.string().min(1).max(255);

/** Milliseconds since 1970, above 0 (since November 2021) [doc]. */
export const epochMs = z.int().positive();

/** Address of a page. */
export const webUrl = z.url({ protocol: /^https?$/ }).max(2_000);

const urn = (kind: string, id = '[A-Za-z0-9_-]+') =>
  z.string().regex(new RegExp(`^urn:li:${kind}:${id}$`), `must have the form urn:li:${kind}:{id}`);

export const organizationUrn = urn('organization');
export const contractUrn = urn('contract');
export const seatUrn = urn('seat');
/** A member, in the ids of one application: opaque, and not comparable between applications. */
export const personUrn = urn('person');
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
