/**
 * A provisioned application with its credentials, as the finder tells it. The shape is not
 * documented [unknown]; that the registered domains are listed is, as something to demonstrate [doc].
 */
import type { DeveloperApplication } from '../../state/applications.ts';

export const credentialsElement = (application: DeveloperApplication): Record<string, unknown> => ({
  key: application.urn,
  uniqueForeignId: application.uniqueForeignId,
  name: application.name,
  description: application.description,
  clientId: application.clientId,
  clientSecret: application.clientSecret,
  oauth2AuthorizedCallbackUrls: application.oauth2AuthorizedCallbackUrls,
  validJsSdkDomains: application.validJsSdkDomains,
});
