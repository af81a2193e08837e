import { describe, expect, it } from 'vitest';
import { linkedInTarget } from './linkedin-target.ts';

const environment = {
  RSC_LINKEDIN_CLIENT_ID: 'app',
  RSC_LINKEDIN_CLIENT_SECRET: 'secret',
  RSC_LINKEDIN_ORGANIZATION: 'urn:li:organization:1',
};

describe('the real LinkedIn', () => {
  it('is talked to only when the environment names an application', () => {
    expect(linkedInTarget({})).toBeNull();
    expect(linkedInTarget({ RSC_LINKEDIN_CLIENT_ID: 'app' })).toBeNull();
    expect(linkedInTarget(environment)).toMatchObject({
      clientId: 'app',
      baseUrls: { api: 'https://api.linkedin.com' },
      generations: ['v2'],
      partner: null,
      recruiter: null,
    });
  });

  it('needs to be told whose data it may touch', () => {
    const { RSC_LINKEDIN_ORGANIZATION: _gone, ...others } = environment;
    expect(() => linkedInTarget(others)).toThrow('RSC_LINKEDIN_ORGANIZATION');
  });
});
