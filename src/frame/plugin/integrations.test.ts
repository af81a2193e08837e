import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestedIntegrations } from '../../protocol/requested-integrations.ts';
import { integrationsOf } from './integrations.ts';

const one = {
  integrationContext: 'urn:li:organization:5',
  integrationType: 'PROFILE_PLUGIN',
  tenantType: 'RECRUITER',
  dataProvider: 'ATS',
};
const contract = { ...one, integrationContext: 'urn:li:contract:7', integrationType: 'CSA_API' };

describe("what LinkedIn's callback hands over", () => {
  it.each([
    ['a list', [one, contract]],
    ['an object with a list', { integrations: [one, contract] }],
    ['elements', { elements: [one, contract] }],
    ['JSON', JSON.stringify([one, contract])],
    ['JSON of an object', JSON.stringify({ integrations: [one, contract] })],
    ['a list of JSON', [JSON.stringify(one), JSON.stringify(contract)]],
    ['keys within', [{ key: one, status: 'X' }, { key: contract }]],
    ['the same twice', [one, one, contract]],
  ])('is read from %s', (_, value) => {
    expect(integrationsOf(value)).toEqual([one, contract]);
  });

  it('may be one integration, and may leave out what goes without saying', () => {
    const { integrationContext, integrationType } = one;
    expect(integrationsOf(one)).toEqual([one]);
    expect(integrationsOf({ integrationContext, integrationType })).toEqual([one]);
    expect(
      integrationsOf({ context: contract.integrationContext, type: 'PREMIUM_JOB_POSTING' }),
    ).toMatchObject([{ tenantType: 'JOBS' }]);
  });

  it('keeps types nobody knows, and drops what is no integration', () => {
    expect(integrationsOf([{ ...one, integrationType: 'BRAND_NEW_9' }])).toHaveLength(1);
    expect(
      integrationsOf([null, 7, '{', { ...one, integrationContext: 'urn:li:person:1' }, [one]]),
    ).toEqual([]);
  });

  it('is none of ours to fail on, and nothing but integrations goes on', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), fc.array(fc.anything())), (value) => {
        const found = integrationsOf(value);
        expect(found.length === 0 || requestedIntegrations.safeParse(found).success).toBe(true);
      }),
    );
  });
});
