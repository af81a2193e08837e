/**
 * Attacks with what was stolen: contexts, session requests and tokens that somebody has read off
 * the network or out of a page, used again, elsewhere, or for something else.
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  evil,
  frameOf,
  handMadeHost,
  hearMessages,
  hostNonce,
  joinByHand,
  openAt,
  saidOverPort,
  say,
  type Greeting,
} from './support/attack-pages.ts';
import {
  asFrame,
  forgedProof,
  readAlong,
  replayed,
  thiefKey,
  type Loot,
} from './support/attack-requests.ts';
import { ask } from './support/ask.ts';
import { context, freshContexts } from './support/fresh.ts';
import {
  backend,
  candidate,
  embed,
  errorsTold,
  expectStates,
  harness,
  profile,
} from './support/hostile.ts';

freshContexts({}, hearMessages);

const sessionUrl = `${backend}/rsc/session`;

interface Stolen {
  readonly page: Page;
  readonly session: Loot;
  readonly candidate: Loot;
  readonly ticket: string;
  readonly token: string;
}

/** Somebody looks at a profile, and a thief reads along. */
async function robbed(): Promise<Stolen> {
  const sessions = readAlong(context, /^\/rsc\/session$/);
  const candidates = readAlong(context, /^\/rsc\/candidates\/[^/]+$/);
  const body = await profile();
  const { page } = await openAt(context, `${harness}/flows/robbed`, { head: embed(), body });
  await expectStates(page);
  const find = (all: readonly Loot[], method: string) =>
    all.find((one) => one.method === method && one.answer !== '');
  await expect
    .poll(() => [find(sessions, 'POST'), find(candidates, 'GET')].includes(undefined))
    .toBe(false);
  const [session, asked] = [find(sessions, 'POST'), find(candidates, 'GET')];
  if (session === undefined || asked === undefined) throw new Error('Nothing was overheard.');
  const { ticket } = JSON.parse(session.body) as { ticket: string };
  const { access_token: token } = JSON.parse(session.answer) as { access_token: string };
  return { page, session, candidate: asked, ticket, token };
}

describe('A context and a session that somebody has read', () => {
  it('sent once more just as they were: the proof has been used', async () => {
    const { session, page } = await robbed();
    expect(await ask(sessionUrl, replayed(session))).toMatchObject({
      status: 401,
      code: 'proof_replay',
    });
    await expectStates(page);
  });

  it("sent with the thief's own key: the context is bound to the frame's", async () => {
    const { session } = await robbed();
    const dpop = await forgedProof(await thiefKey(), 'POST', sessionUrl);
    const answer = await ask(sessionUrl, {
      method: 'POST',
      headers: { ...asFrame, dpop },
      body: session.body,
    });
    expect(answer).toMatchObject({ status: 401, code: 'ctx_key_mismatch' });
  });

  it('sent from another page in the same browser: that page may not even ask', async () => {
    const { session } = await robbed();
    const { page } = await openAt(context, `${evil}/thief`, { body: '' });
    const dpop = session.headers['dpop'] ?? '';
    for (const [mode, headers] of [
      ['cors', { 'content-type': 'application/json', dpop }],
      ['no-cors', {}],
    ] as const) {
      const outcome = await page.evaluate(
        ({ url, ...init }) =>
          fetch(url, { method: 'POST', ...init }).then(
            ({ status }) => status,
            (error: unknown) => (error as Error).name,
          ),
        { url: sessionUrl, mode, headers, body: session.body },
      );
      expect(outcome, mode).toBe('TypeError');
    }
    const asEvil = { ...asFrame, origin: evil, 'sec-fetch-site': 'cross-site', dpop };
    const answer = await ask(sessionUrl, { method: 'POST', headers: asEvil, body: session.body });
    expect(answer).toMatchObject({ status: 400, code: 'request_invalid' });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('given to another frame of the same page: that frame has another key', async () => {
    const { ticket } = await robbed();
    const { page, greeting } = await handMadeHost(context);
    await joinByHand(page, greeting);
    await say(page, { t: 'set', settings: { candidateId: await candidate() } });
    const [asked] = await saidOverPort(page, 'need-context');
    await say(page, { t: 'context', id: asked?.['id'], ticket });
    const code = (await frameOf(page)).locator('rsc-notice code');
    await expect.poll(() => code.innerText()).toBe('ctx_key_mismatch');
  });

  it('intercepted before they arrive: yield a token that only the frame can use, and the frame recovers', async () => {
    let caught: { body: string; headers: Record<string, string> } | undefined;
    await context.route(sessionUrl, async (route) => {
      if (caught !== undefined) return route.continue();
      const request = route.request();
      caught = { body: request.postData() ?? '', headers: await request.allHeaders() };
      return route.abort();
    });
    const body = await profile();
    const { page } = await openAt(context, `${harness}/flows/caught`, { head: embed(), body });
    await expect.poll(() => caught !== undefined).toBe(true);
    await expectStates(page);
    const stolen = await ask(sessionUrl, {
      method: 'POST',
      headers: { ...asFrame, dpop: caught?.headers['dpop'] ?? '' },
      body: caught?.body ?? '',
    });
    expect(stolen.status).toBe(200);
    const { access_token: token } = JSON.parse(stolen.text) as { access_token: string };
    expect(await useToken(token, `candidates/${await candidate()}`)).toMatchObject({
      status: 401,
      code: 'token_invalid',
    });
    const told = await errorsTold(page);
    expect(told.map(({ code }) => code)).toEqual(['backend_unreachable']);
    await expectStates(page);
  });
});

/** Calls the API with a token and the thief's own key. */
async function useToken(token: string, path: string) {
  const url = `${backend}/rsc/${path}`;
  const dpop = await forgedProof(await thiefKey(), 'GET', url, { accessToken: token });
  return ask(url, { headers: { ...asFrame, authorization: `DPoP ${token}`, dpop } });
}

describe('An access token that somebody has read', () => {
  interface Attempt {
    readonly what: string;
    readonly scheme?: string;
    readonly method?: string;
    /** State of the candidate that is asked for. */
    readonly whom?: string;
    readonly proof: 'none' | 'own' | 'overheard';
    readonly code: string;
  }
  it.each<Attempt>([
    { what: 'without a proof', proof: 'none', code: 'proof_missing' },
    { what: 'as a bearer token', scheme: 'Bearer', proof: 'own', code: 'token_missing' },
    { what: "with a proof by the thief's key", proof: 'own', code: 'token_invalid' },
    { what: 'with the proof sent along with it', proof: 'overheard', code: 'proof_replay' },
    { what: 'for another candidate', whom: 'unmatched', proof: 'overheard', code: 'proof_htu' },
    { what: 'to link somebody', method: 'POST', proof: 'overheard', code: 'proof_htm' },
  ])('$what is refused', async ({ scheme = 'DPoP', method = 'GET', whom, proof, code }) => {
    const { token, candidate: asked } = await robbed();
    const target = `${backend}/rsc/candidates/${await candidate(whom)}${method === 'POST' ? '/match' : ''}`;
    const proofs = {
      none: {},
      own: {
        dpop: await forgedProof(await thiefKey(), method, target, { accessToken: token }),
      },
      overheard: { dpop: asked.headers['dpop'] ?? '' },
    };
    const answer = await ask(target, {
      method,
      headers: { ...asFrame, authorization: `${scheme} ${token}`, ...proofs[proof] },
      ...(method === 'GET'
        ? {}
        : { body: JSON.stringify({ action: 'linked', member: 'urn:li:person:x' }) }),
    });
    expect(answer).toMatchObject({ status: 401, code });
    expect(answer.text).not.toContain(token);
  });

  it('is refused as a context, and a context as a token', async () => {
    const { session, ticket, token } = await robbed();
    const dpop = await forgedProof(await thiefKey(), 'POST', sessionUrl);
    const swapped = await ask(sessionUrl, {
      method: 'POST',
      headers: { ...asFrame, dpop },
      body: JSON.stringify({ ...(JSON.parse(session.body) as object), ticket: token }),
    });
    expect(swapped).toMatchObject({ status: 401, code: 'ctx_type' });
    expect(await useToken(ticket, `candidates/${await candidate()}`)).toMatchObject({
      status: 401,
      code: 'token_invalid',
    });
  });

  it('cannot be used by any page of the browser it was stolen in', async () => {
    const { token, candidate: asked } = await robbed();
    for (const address of [`${evil}/thief`, `${harness}/flows/thief`]) {
      const { page } = await openAt(context, address, { body: '' });
      const outcome = await page.evaluate(
        ({ url, authorization, dpop }) =>
          fetch(url, { headers: { authorization, dpop } }).then(
            ({ status }) => status,
            (error: unknown) => (error as Error).name,
          ),
        { url: asked.url, authorization: `DPoP ${token}`, dpop: asked.headers['dpop'] ?? '' },
      );
      expect(outcome).toBe('TypeError');
    }
  });
});

describe('A request that is bent on its way', () => {
  it('to another candidate is refused: the proof names the address', async () => {
    const other = `${backend}/rsc/candidates/${await candidate('unmatched')}`;
    const id = await candidate();
    await context.route(`${backend}/rsc/candidates/${id}`, (route) =>
      route.continue({ url: other }),
    );
    const { page } = await openAt(context, `${harness}/flows/bent`, {
      head: embed(),
      body: await profile(),
    });
    await expectStates(page, /^ctx_rejected$/);
    await expect.poll(() => errorsTold(page)).toMatchObject([{ code: 'proof_htu' }]);
  });
});

/** What a page of the harness gets signed for a frame, in the name of one of its customers. */
const contextFor = (
  page: Page,
  { inst, fn, jkt }: Greeting,
  { tenant = 'harness', id }: { readonly tenant?: string; readonly id: string },
): Promise<string> =>
  page.evaluate(
    async ({ url, entry }) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-rsc': '1' },
        body: JSON.stringify([entry]),
      });
      const [answer] = (await response.json()) as { ticket: string }[];
      return answer?.ticket ?? '';
    },
    {
      url: `/contexts/${tenant}/recruiter`,
      entry: { inst, fn, jkt, hn: hostNonce, widget: 'profile-widget', obj: `candidate:${id}` },
    },
  );

describe('A context for something else', () => {
  /** Connects a frame by hand and answers its questions with contexts of the test's choice. */
  async function answered(choice: { readonly tenant?: string; readonly state?: string }) {
    const id = await candidate(choice.state);
    const { page, greeting } = await handMadeHost(context);
    await joinByHand(page, greeting);
    await say(page, { t: 'set', settings: { candidateId: await candidate() } });
    let answeredTo = 0;
    const shown = (await frameOf(page)).locator('rsc-notice code, rsc-profile-status rsc-badge');
    const outcome = async (): Promise<string> => {
      const asked = await saidOverPort(page, 'need-context');
      for (const { id: question } of asked.slice(answeredTo)) {
        const ticket = await contextFor(page, greeting, { ...choice, id });
        await say(page, { t: 'context', id: question, ticket });
        answeredTo += 1;
      }
      return (await shown.count()) === 0 ? '' : shown.first().innerText();
    };
    return { page, outcome };
  }

  it('is accepted by hand, too, if it is for this frame and candidate', async () => {
    const { outcome } = await answered({});
    await expect.poll(outcome).toBe('Matched');
  });

  it('the same site, but another customer: refused by the issuer', async () => {
    const { outcome } = await answered({ tenant: 'harness-no-seat' });
    await expect.poll(outcome).toBe('ctx_issuer');
  });

  it('another candidate: the frame shows neither', async () => {
    const requests: string[] = [];
    context.on('request', (request) => requests.push(request.url()));
    const { outcome } = await answered({ state: 'unmatched' });
    await expect.poll(outcome).toBe('object_mismatch');
    expect(requests.filter((url) => url.includes('/rsc/candidates/'))).toEqual([]);
  });
});
