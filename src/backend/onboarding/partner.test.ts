/** The partner's settings: what they may be, and what LinkedIn's plugins are made of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { pluginBoot } from '../../protocol/plugin-messages.ts';
import { bootOf, hostOrigin, pluginOrigin } from '../backend.test-support.ts';
import {
  acme,
  linkedInOrigin,
  parentSecret,
  testPartner,
  useKit,
} from '../../../test/support/onboarding-kit.ts';
import { parsePartner, type PartnerOptions } from './partner.ts';

const settingsExtensionUrl = 'https://www.linkedin.com/recruiter/widget/ATSIntegration';
const test = useKit({
  partner: { ...testPartner, linkedIn: { ...testPartner.linkedIn, settingsExtensionUrl } },
});

describe('parsePartner', () => {
  it.each<[string, object, RegExp]>([
    ['no name', { atsName: ' ' }, /atsName/],
    ['a long name', { atsName: 'x'.repeat(31) }, /atsName/],
    ['LinkedIn in the name', { atsName: 'LinkedIn ATS' }, /atsName: must not/],
    ['no secret', { clientSecret: '' }, /clientSecret: must be 1 to 500/],
    ['no client id', { clientId: 'no id' }, /clientId: must be a LinkedIn client id/],
    ['an unknown option', { clientid: 'x' }, /clientid/],
    ['plain http', { linkedIn: { settingsExtensionUrl: 'http://canary.example/x' } }, /https/],
    ['an address that is none', { linkedIn: { settingsExtensionUrl: 'canary' } }, /settingsExt/],
    ['rest without a version', { linkedIn: { generation: 'rest' } }, /linkedIn\.version/],
  ])('refuses %s, by name and without the value', (_, change, expected) => {
    const options = { ...testPartner, ...change } as PartnerOptions;
    let message = 'accepted';
    try {
      parsePartner(options);
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
      ({ message } = error as TypeError);
    }
    expect(message).toMatch(expected);
    expect(message).not.toMatch(new RegExp(`canary|${parentSecret}`));
  });
});

describe('LinkedIn’s configuration plugin', () => {
  beforeAll(async () => {
    await test().kit.customers.create({ ...acme, domains: [hostOrigin] });
  });
  const load = async (plugin: string) => {
    const query = new URLSearchParams({ p: 'acme', o: hostOrigin });
    const response = await test().kit.fetch(
      new Request(`${pluginOrigin}/rsc/plugin/${plugin}?${query.toString()}`),
    );
    const boot = pluginBoot.parse(bootOf(await response.text(), 'rsc-plugin'));
    return { response, boot };
  };

  it('is where the partner says, and may be loaded from there', async () => {
    const { response, boot } = await load('settings');
    expect(boot.extensionUrl).toBe(settingsExtensionUrl);
    expect(response.headers.get('content-security-policy')).toMatch(
      /script-src 'self' http:\/\/linkedin\.localhost:4402 https:\/\/www\.linkedin\.com/,
    );
    const profile = await load('profile');
    expect(profile.boot.extensionUrl).toBe(`${linkedInOrigin}/rsc/extensions/profile-widget`);
  });
});
