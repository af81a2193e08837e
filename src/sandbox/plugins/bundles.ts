/**
 * What an ATS can offer in the configuration plugin: bundles of integrations, under LinkedIn's names
 * [postman]. Which integrations each stands for is not documented [inferred].
 */
import type { IntegrationType } from '../../linkedin/records/integration.ts';
import type { IntegrationRef } from '../state/integrations.ts';

export interface Bundle {
  readonly type: string;
  readonly label: string;
  readonly about: string;
  readonly ofOrganization: readonly IntegrationType[];
  readonly ofContract: readonly IntegrationType[];
}

const bundles: readonly Bundle[] = [
  {
    type: 'RECRUITER_SYSTEM_CONNECT_COMPANY',
    label: 'Recruiter System Connect for the company',
    about: 'Candidates of the ATS in Recruiter, export with one click, profiles in the ATS.',
    ofOrganization: ['IN_ATS_INDICATOR', 'ONE_CLICK_EXPORT', 'PROFILE_PLUGIN'],
    ofContract: [],
  },
  {
    type: 'RECRUITER_SYSTEM_CONNECT_CONTRACT',
    label: 'Recruiter System Connect for the contract',
    about: 'Seats, InMail, notes and stub profiles of each chosen contract, for the ATS.',
    ofOrganization: [],
    ofContract: ['CSA_API'],
  },
  {
    type: 'APPLY_WITH_LINKEDIN',
    label: 'Apply with LinkedIn',
    about: 'Applicants fill in forms of the ATS from their profile.',
    ofOrganization: ['APPLY_WITH_LINKEDIN'],
    ofContract: [],
  },
  {
    type: 'CANDIDATE_RELATIONSHIP_MANAGEMENT',
    label: 'CRM Connect',
    about: 'Prospects of the CRM in Recruiter, and export to the CRM.',
    ofOrganization: ['CRM_ONE_CLICK_EXPORT', 'IN_CRM_INDICATOR'],
    ofContract: ['CRM_CSA_API'],
  },
];

/** The bundles an ATS says it supports, as far as there are such; each once, in LinkedIn's order. */
export function supportedBundles(types: string): readonly Bundle[] {
  const wanted = new Set(types.split(',').map((type) => type.trim()));
  return bundles.filter(({ type }) => wanted.has(type));
}

/** The integrations a bundle stands for, with an organization and those of its contracts. */
export function refsOf(
  { ofOrganization, ofContract }: Bundle,
  organization: string,
  contracts: readonly string[],
): IntegrationRef[] {
  const refs = (context: string, types: readonly IntegrationType[]): IntegrationRef[] =>
    types.map((integrationType) => ({
      integrationContext: context,
      integrationType,
      tenantType: 'RECRUITER',
    }));
  return [
    ...refs(organization, ofOrganization),
    ...contracts.flatMap((contract) => refs(contract, ofContract)),
  ];
}
