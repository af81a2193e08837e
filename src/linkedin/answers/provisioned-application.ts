/**
 * A provisioned application and its credentials. The create answer has `key`, the application's URN
 * [postman]; the shape of the credentials is not documented, older text speaks of key and secret
 * [unknown].
 */
import { isRaw, pick, textOf, type Raw } from './tolerant.ts';

export interface ApplicationCredentials {
  /** `urn:li:developerApplication:…`, by which the application is updated. */
  readonly urn: string | undefined;
  readonly uniqueForeignId: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
}

export const readApplicationUrn = (raw: unknown): string | undefined =>
  isRaw(raw)
    ? textOf(pick(raw, 'key', 'applicationUrn', 'developerApplicationUrn', 'id'))
    : undefined;

/** @returns null if the element has no credentials */
export function readCredentials(raw: unknown): ApplicationCredentials | null {
  const element: Raw = isRaw(raw) ? raw : {};
  const clientId = textOf(
    pick(element, 'clientId', 'credentials.clientId', 'apiKey', 'consumerKey'),
  );
  const clientSecret = textOf(
    pick(element, 'clientSecret', 'credentials.clientSecret', 'secret', 'consumerSecret'),
  );
  if (clientId === undefined || clientSecret === undefined) return null;
  return {
    urn: readApplicationUrn(element),
    uniqueForeignId: textOf(pick(element, 'uniqueForeignId')),
    clientId,
    clientSecret,
  };
}
