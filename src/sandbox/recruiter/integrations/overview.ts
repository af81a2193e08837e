/** What an administrator sees of the integrations of a customer: by application, and what is next. */
import { isContractType } from '../../../linkedin/records/integration.ts';
import type { Integration } from '../../state/integrations.ts';
import type { DeveloperApplication } from '../../state/applications.ts';
import type { Contract, Organization } from '../../state/organizations.ts';
import type { SandboxState } from '../../state/store.ts';
import type { Visit } from '../desk.ts';

export interface ApplicationIntegrations {
  readonly clientId: string;
  /** Undefined if the application is gone. */
  readonly application: DeveloperApplication | undefined;
  readonly integrations: readonly Integration[];
}

/** Contracts of the organization on which the person is administrator, the current one first. */
export function administered(state: SandboxState, { seat, account }: Visit): Contract[] {
  const contracts = state.organizations
    .seatsOfPerson(account.personUrn)
    .filter(
      ({ organization, roles, state: seatState }) =>
        organization === seat.organization &&
        seatState === 'ACTIVE' &&
        roles.includes('ADMIN_SEAT'),
    )
    .map(({ contract }) => contract)
    .sort((a, b) => Number(b === seat.contract) - Number(a === seat.contract));
  return contracts.flatMap((urn) => state.organizations.contracts.get(urn) ?? []);
}

/** Integrations the administrator may switch, grouped by whose they are. */
export function overviewOf(
  state: SandboxState,
  organization: Organization,
  contracts: readonly Contract[],
): ApplicationIntegrations[] {
  const groups = new Map<string, Integration[]>();
  for (const context of [organization.urn, ...contracts.map(({ urn }) => urn)]) {
    for (const integration of state.integrations.at(context)) {
      const group = groups.get(integration.clientId) ?? [];
      group.push(integration);
      groups.set(integration.clientId, group);
    }
  }
  return [...groups].map(([clientId, integrations]) => ({
    clientId,
    application: state.applications.get(clientId),
    integrations,
  }));
}

/** What stands in the way of switching on; nothing is REQUESTED any more once all of it is there. */
export const missingOf = ({ integrationType, integrationName, configurations }: Integration) => [
  ...(integrationName === null ? ['a name (integrationName)'] : []),
  ...(integrationType === 'ONE_CLICK_EXPORT' && configurations['CALLBACK_URL'] === undefined
    ? ['the configuration CALLBACK_URL']
    : []),
];

export const canEnable = ({ onboardingStatus }: Integration): boolean =>
  onboardingStatus === 'CONFIGURED' || onboardingStatus === 'DISABLED';

export const canDisable = ({ onboardingStatus }: Integration): boolean =>
  onboardingStatus === 'ENABLED';

/** Whose turn it is, and to do what. */
export interface NextStep {
  readonly who: 'administrator' | 'ATS';
  readonly text: string;
}

const afterwards: Readonly<Record<string, string>> = {
  IN_ATS_INDICATOR:
    'send all candidates and applications of at least two years, then each change as it happens.',
  ONE_CLICK_EXPORT:
    'send all jobs of at least two years, closed ones too; answer exports at its callback address.',
  PROFILE_PLUGIN: 'show the profile plugin to its users, on the domains it has registered.',
  CSA_API: 'fetch seats, InMail, notes and stub profiles of this contract.',
};

export function nextStep(integration: Integration, application?: DeveloperApplication): NextStep {
  const { onboardingStatus, integrationType, configurations } = integration;
  switch (onboardingStatus) {
    case 'REQUESTED':
      return { who: 'ATS', text: `send ${missingOf(integration).join(' and ')}.` };
    case 'CONFIGURED':
      return { who: 'administrator', text: 'switch the integration on.' };
    case 'DISABLED':
      return {
        who: 'ATS',
        text: 'stop sending and hide the feature until it is switched on again.',
      };
    case 'ENABLED': {
      if (integrationType === 'ONE_CLICK_EXPORT' && configurations['CALLBACK_URL'] === undefined) {
        return { who: 'ATS', text: 'set CALLBACK_URL: nobody is told of exports without it.' };
      }
      if (integrationType === 'PROFILE_PLUGIN' && application?.validJsSdkDomains.length === 0) {
        return { who: 'ATS', text: 'register the domains that embed the plugin.' };
      }
      return { who: 'ATS', text: afterwards[integrationType] ?? 'use the integration.' };
    }
  }
}

/** What viewer defaults mean for things without access lists; null where there are none to set. */
export function viewersText({ integrationType, configurations }: Integration): string | null {
  const isExport = integrationType === 'ONE_CLICK_EXPORT';
  if (!isExport && integrationType !== 'IN_ATS_INDICATOR') return null;
  const key = isExport ? 'JOB_POSTING_VIEWERS' : 'APPLICATION_VIEWERS';
  const things = isExport ? 'Jobs' : 'Applications';
  return configurations[key] === 'ALL_PRODUCT_USERS'
    ? `${things} without access lists: shown to everybody (${key}).`
    : `${things} without access lists: shown to nobody, ${key} is not set.`;
}

/** Host of the callback address; the rest of it is a secret of the ATS's. */
export function callbackHost({ configurations }: Integration): string | null {
  const url = configurations['CALLBACK_URL'];
  if (url === undefined) return null;
  return URL.canParse(url) ? new URL(url).host : 'not an address';
}

/** Where an integration belongs, in words. */
export const levelOf = ({ integrationType }: Integration): 'contract' | 'company' =>
  isContractType(integrationType) ? 'contract' : 'company';
