/** Signing in and out, and handing a session over to frames. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { page, type Html } from '../pages/page.ts';
import type { StoredAccount } from '../state/seed.ts';
import type { SandboxState } from '../state/store.ts';
import { activeSeats, findAccount, listAccounts } from './accounts.ts';
import { isSameOrigin, type Sessions } from './sessions.ts';

export interface LoginOptions {
  readonly state: SandboxState;
  readonly sessions: Sessions;
  /** Origins that a one-click sign-in may return to. */
  readonly returnOrigins: readonly string[];
}

/** What the form of each account takes along. */
interface Way {
  readonly popup: boolean;
  /** Page to go to afterwards. */
  readonly next: string;
}

const handoverBody = z.object({ code: z.string().min(1).max(100) });

export function loginRoutes({ state, sessions, returnOrigins }: LoginOptions): Hono {
  const app = new Hono();

  const loginPage = (way: Way, problem = ''): Promise<Response> =>
    page({
      kind: 'page',
      title: 'Sign in to the sandbox',
      status: problem === '' ? 200 : 400,
      body: html`<main>
        <div class="card">
          <h1>Sign in</h1>
          <p class="quiet">
            This is the sandbox's stand-in for LinkedIn. Choose who you are; there are no passwords.
          </p>
          <p class="problem" role="alert">${problem}</p>
          ${accountsView(way)}
        </div>
      </main>`,
    });

  app.get('/uas/login', (c) =>
    loginPage({ popup: c.req.query('popup') === '1', next: pageAfter(c.req.query('next')) }),
  );

  app.post('/uas/login', async (c) => {
    if (!isSameOrigin(c.req.raw)) return refused('Sign-in forms of other sites are not accepted.');
    const form = new URLSearchParams(await c.req.raw.text());
    const popup = form.get('popup') === '1';
    const next = pageAfter(form.get('next') ?? '');
    const account = findAccount(state, form.get('account') ?? '');
    if (account === null) return loginPage({ popup, next }, 'There is no such account.');
    const { cookie, sessionId } = sessions.signIn(account.id);
    if (!popup) {
      return new Response(null, {
        status: 303,
        headers: { location: next, 'set-cookie': cookie },
      });
    }
    const code = sessions.handoverCode(sessionId);
    return page({
      kind: 'page',
      title: 'Signed in',
      scripts: ['handover.js'],
      headers: { 'set-cookie': cookie },
      body: html`<main>
        <div class="card" data-handover="${code}">
          <h1>You are signed in</h1>
          <p>You can close this window and go back.</p>
        </div>
      </main>`,
    });
  });

  app.get('/uas/one-click', (c) => {
    const account = findAccount(state, c.req.query('account') ?? '');
    const target = c.req.query('return') ?? '';
    const allowed = URL.canParse(target) && returnOrigins.includes(new URL(target).origin);
    if (account === null || !allowed) {
      return refused('The account is unknown, or the page to return to is not registered.');
    }
    const { cookie, sessionId } = sessions.signIn(account.id);
    const url = new URL(target);
    url.searchParams.set('handover', sessions.handoverCode(sessionId));
    return new Response(null, {
      status: 302,
      headers: { location: url.href, 'set-cookie': cookie, 'referrer-policy': 'no-referrer' },
    });
  });

  const joined = (cookie: string | null): Promise<Response> =>
    page({
      kind: 'plugin',
      title: 'Sign-in',
      status: cookie === null ? 400 : 200,
      headers: cookie === null ? {} : { 'set-cookie': cookie },
      body: html`<main>
        <p>
          ${
            cookie === null
              ? 'This sign-in link has been used or is too old.'
              : 'Signed in to the sandbox.'
          }
        </p>
      </main>`,
    });

  app.get('/uas/handover', (c) => joined(sessions.redeem(c.req.query('code') ?? '')));

  app.post('/uas/handover', async (c) => {
    if (!isSameOrigin(c.req.raw)) return refused('Only a frame of the sandbox may join a session.');
    const parsed = handoverBody.safeParse(await c.req.raw.json().catch(() => null));
    const cookie = parsed.success ? sessions.redeem(parsed.data.code) : null;
    return cookie === null
      ? Response.json({ message: 'code: used, too old or unknown', status: 400 }, { status: 400 })
      : new Response(null, { status: 204, headers: { 'set-cookie': cookie } });
  });

  app.post('/uas/logout', (c) => {
    if (!isSameOrigin(c.req.raw)) return refused('Other sites cannot sign you out.');
    const headers = new Headers({ location: '/' });
    for (const cookie of sessions.signOut(c.req.raw)) headers.append('set-cookie', cookie);
    const isForm = c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded');
    return new Response(null, { status: isForm === true ? 303 : 204, headers });
  });

  /** By customer, if there are several. */
  function accountsView(way: Way): Html {
    const accounts = listAccounts(state);
    const organizations = [...new Set(accounts.map(({ organization }) => organization))];
    return html`${organizations.map(
      (urn) =>
        html`${
            organizations.length === 1
              ? ''
              : html`<h2 class="customer">
                  <span dir="auto">${state.organizations.get(urn)?.name ?? urn}</span>
                </h2>`
          }
          <ul class="accounts">
            ${accounts
              .filter(({ organization }) => organization === urn)
              .map((account) => accountView(account, way))}
          </ul>`,
    )}`;
  }

  /** What is known of somebody who can sign in. */
  function aboutOf(account: StoredAccount): string {
    const seats = activeSeats(state, account);
    if (seats.length === 0) {
      const [unusable] = state.organizations.seatsOfPerson(account.personUrn);
      return unusable === undefined
        ? 'no Recruiter seat'
        : `Recruiter seat, ${unusable.state.toLowerCase()}`;
    }
    const contracts = seats.map(
      ({ contract }) => state.organizations.contracts.get(contract)?.name,
    );
    const isAdmin = seats.some(({ roles }) => roles.includes('ADMIN_SEAT'));
    return `${isAdmin ? 'Recruiter administrator' : 'Recruiter seat'}, ${contracts.join(', ')}`;
  }

  function accountView(account: StoredAccount, { popup, next }: Way): Html {
    const { id, name, email } = account;
    return html`<li>
      <div>
        <strong dir="auto">${name}</strong><br />
        <span class="quiet small">${email} · ${aboutOf(account)}</span>
      </div>
      <form method="post" action="/uas/login">
        <input type="hidden" name="account" value="${id}" />
        <input type="hidden" name="popup" value="${popup ? '1' : '0'}" />
        <input type="hidden" name="next" value="${next}" />
        <button class="main" type="submit">Sign in<span class="hidden"> as ${name}</span></button>
      </form>
    </li>`;
  }

  return app;
}

/** Pages of Recruiter's, and the start page: never an address of somebody else's. */
const pageAfter = (next = ''): string => (/^\/talent(?:[/?][^\s\\]*)?$/.test(next) ? next : '/');

const refused = (message: string): Promise<Response> =>
  page({
    kind: 'page',
    title: 'Not possible',
    status: 403,
    body: html`<main>
      <div class="card">
        <h1>Not possible</h1>
        <p>${message}</p>
      </div>
    </main>`,
  });
