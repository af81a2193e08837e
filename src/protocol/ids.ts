/**
 * Identifiers and origins that cross our boundaries, each with one schema and its limits.
 *
 * Built on `zod/mini`: full zod probes for `eval` at run time, which a frame's CSP reports as a
 * violation, and it costs three times the bytes.
 */
import * as z from 'zod/mini';
import { maxLength, minLength } from './length.ts';

/** 128 bits or more in base64url without padding: nonces, instance ids and thumbprints. */
export const base64url = (least: number, most = least) =>
  z.string().check(minLength(least), maxLength(most), z.regex(/^[A-Za-z0-9_-]+$/));

/** 128-bit random value, base64url: 22 characters. */
export const nonce128 = base64url(22);
/** RFC 7638 thumbprint with SHA-256, base64url: 43 characters. */
export const thumbprint = base64url(43);
/** Identifies one element of one page view; made by the shell. */
export const instanceId = base64url(8, 64);

/**
 * Opaque id out of the ATS: any text of 1 to 255 characters without control characters, except `.`
 * and `..`: in the path of a URL, however they are encoded, those mean the folder and its parent.
 */
export const atsId = z
  .string()
  .check(minLength(1), maxLength(255), z.regex(/^(?!\.\.?$)[^\u0000-\u001f\u007f-\u009f]+$/u));

/** `urn:li:person:{opaque}`; the id is scoped to the customer's application. */
export const personUrn = z
  .string()
  .check(maxLength(200), z.regex(/^urn:li:person:[A-Za-z0-9_-]+$/));

/** The two kinds of integration context: `urn:li:organization:{id}` and `urn:li:contract:{id}`. */
export const integrationContext = z
  .string()
  .check(maxLength(200), z.regex(/^urn:li:(?:organization|contract):[A-Za-z0-9_-]+$/));

/** Id of a customer of the partner, or the customer's LinkedIn application id (`api_key`). */
export const tenantId = z
  .string()
  .check(minLength(1), maxLength(64), z.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/));

/** BCP 47 language tag, loosely. */
export const localeTag = z
  .string()
  .check(maxLength(35), z.regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/));

/**
 * A serialized origin, exactly as browsers print it: scheme, host in lower case, port unless it is
 * the default one, no path, no trailing dot. Look-alikes fail because the text has to survive a
 * round trip through the URL parser unchanged.
 */
export const webOrigin = z.string().check(maxLength(300), z.refine(isWebOrigin));

/** Tells whether `text` is the canonical serialization of an http(s) origin. */
export function isWebOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.origin === text &&
    // The parser lets `*` and `;` stand in a host, which mean something else in a CSP.
    /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/.test(url.hostname)
  );
}
