/** A collection of raw requests, in LinkedIn's own forms, runs without an unexpected status. */
import { describe, expect, it } from 'vitest';
import { integrationRequests, provisioningRequests, tokenRequests } from './onboarding.ts';
import type { Answer, RawRequest } from './raw-request.ts';
import { recordRequests } from './records.ts';
import { retrievalRequests } from './retrieval.ts';
import { openTarget, runId } from '../target.ts';

const target = openTarget();
const run = runId();
const { sync, access, deletion } = recordRequests(target, run);
const tokens = new Map<string, string>();

async function send({ as, method, path, headers = {}, body, expected, then }: RawRequest) {
  const token = tokens.get(as);
  const where = path();
  const response = await target.fetch(
    where.startsWith('http') ? where : target.baseUrls.api + where,
    {
      method,
      headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    },
  );
  const text = await response.text();
  expect({ status: response.status, text }).toEqual({
    status: expect.toSatisfy(
      (status: number) => expected.includes(status),
      expected.join(' or '),
    ) as number,
    text,
  });
  then?.((text === '' ? {} : JSON.parse(text)) as Answer);
}

describe(`LinkedIn's collection at ${target.name}`, () => {
  it.each([
    ...tokenRequests(target, (as, token) => tokens.set(as, token)),
    ...(target.partner === null ? [] : provisioningRequests(run)),
    ...integrationRequests(target),
    ...sync,
    ...retrievalRequests(target),
    ...access,
    ...deletion,
  ])('$name', send);
});
