/** What the frame of integration settings may have its element fire. */
import { isIntegrationContext, type Rule } from './guards.ts';

const word = /^[A-Z0-9_]{1,100}$/;

export const settingsEvent: Rule = {
  name: /^rsc-integrate$/,
  detail: {
    integrations: [
      {
        integrationContext: isIntegrationContext,
        integrationType: word,
        tenantType: word,
        dataProvider: word,
      },
      1,
      200,
    ],
  },
};
