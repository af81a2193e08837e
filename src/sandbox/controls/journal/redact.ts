/**
 * What of a body may stand in the journal. The journal is read by whoever runs the sandbox and lands
 * in logs of tests: no token and no secret is in it, not even one that only the sandbox knows.
 */

/** Paths whose bodies are all secret: forms with client secrets, sign-in. */
const secretPath = /^\/(?:oauth|uas)\//;
const secretName = /secret|token|password|authorization|credential|assertion/i;
const hidden = '[hidden]';

/**
 * @param token bearer token of the request, hidden wherever it stands
 * @returns null if nothing of it may be kept
 */
export function redacted(path: string, text: string, token: string | null): string | null {
  if (secretPath.test(path)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text, (name: string, inner: unknown) =>
      secretName.test(name) && typeof inner !== 'object' ? hidden : inner,
    );
  } catch {
    // What cannot be read cannot be searched for secrets either.
    return null;
  }
  const kept = JSON.stringify(value);
  return token === null ? kept : kept.replaceAll(token, hidden);
}
