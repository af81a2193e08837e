import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  candidate,
  createLinkedInParties,
  organization,
  type LinkedInParties,
} from '../../test/support/linkedin-parties.ts';
import { createLinkedInClient, defaultBaseUrls, type LinkedInClientOptions } from './client.ts';
import { generations } from './form.ts';
import { allDone, scripted } from './scripted.test-support.ts';

const options = { clientId: 'app-1', clientSecret: 'secret-1' };

describe('a client', () => {
  it.each([
    ['clientId', { clientId: '' }],
    ['clientSecret', { clientSecret: undefined }],
    ['generation', { generation: 'v3' }],
    ['version', { version: '2026-04' }],
    ['baseUrls.api', { baseUrls: { api: 'api.linkedin.com' } }],
    ['baseUrls.oauthToken', { baseUrls: { oauthToken: 'file:///token' } }],
  ])('is not made of options that cannot be meant: %s', (name, changes) => {
    expect(() => createLinkedInClient({ ...options, ...changes } as LinkedInClientOptions)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(name) as string }) as TypeError,
    );
  });

  it('talks to LinkedIn unless it is told otherwise', async () => {
    const urls: string[] = [];
    const { candidates } = createLinkedInClient({
      ...options,
      fetch: async (input) => {
        urls.push(new URL(input as string).origin);
        return Response.json({ access_token: 'token', results: {} });
      },
    });
    await candidates.get(organization, ['c-1']);
    expect(urls).toEqual(
      [defaultBaseUrls.oauthToken, defaultBaseUrls.api].map((url) => new URL(url).origin),
    );
  });

  it('takes a base URL with a path or a slash at its end', async () => {
    const { fetch, requests } = scripted({ api: allDone });
    for (const api of ['https://proxy.test/linkedin', 'https://proxy.test/linkedin/']) {
      const baseUrls = { api, oauthToken: 'https://www.test/oauth/v2/accessToken' };
      const { candidates } = createLinkedInClient({ ...options, baseUrls, fetch });
      await candidates.update(organization, [candidate()]);
    }
    expect(requests.map(({ path }) => path)).toEqual(Array(2).fill('/linkedin/v2/atsCandidates'));
  });

  it('runs wherever fetch does: nothing of it is from Node', () => {
    const folder = new URL('.', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !/\.(?:test|test-support)\.ts$/.test(file),
    );
    expect(files.length).toBeGreaterThan(30);
    for (const file of files) {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const imports = [...text.matchAll(/from '([^'.][^']*)'/g)].map(([, name]) => name);
      expect(imports.filter((name) => name !== 'zod' && name !== 'ofetch')).toEqual([]);
      expect([
        file,
        /\b(?:process|Buffer|require|__dirname|setImmediate)\b[.(]/.test(text),
      ]).toEqual([file, false]);
    }
  });
});

describe.each(generations)('a customer on %s', (generation) => {
  let parties: LinkedInParties;
  beforeEach(() => {
    parties = createLinkedInParties();
  });

  it('has the same records and results as one on the other: only the option differs', async () => {
    const [person] = parties.state.members.values();
    const email = person?.emails[0] ?? '';
    const { candidates } = parties.client({ generation });
    const record = candidate({ emailAddresses: [email] });
    expect(await candidates.update(organization, [record])).toEqual([{ id: 'c-1', ok: true }]);
    const found = (await candidates.get(organization, ['c-1', 'c-2'])).get('c-1');
    expect(found).toMatchObject({
      atsCreatedAt: record.atsCreatedAt,
      atsLastModifiedAt: record.atsLastModifiedAt,
      matchedMembers: [person?.personUrn],
    });
    const other = parties.client({ generation: generation === 'v2' ? 'rest' : 'v2' });
    const { raw: _ours, ...ours } = found ?? { raw: {} };
    const seen = (await other.candidates.get(organization, ['c-1'])).get('c-1');
    expect(seen).toMatchObject(ours);
  });

  it('may not touch what is of another customer, or of an integration that is off', async () => {
    const theirs = parties.client({ generation }).candidates;
    await expect(theirs.get('urn:li:organization:5002', ['c-1'])).rejects.toMatchObject({
      code: 'forbidden',
      status: 403,
    });
    const off = { clientId: 'app-3', clientSecret: 'secret-3' };
    await expect(
      parties.client({ generation, ...off }).candidates.get(organization, ['c-1']),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});
