/** Signing in and out, and handing a session over to frames. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { page, type Html } from '../pages/page.ts';
import type { SandboxAccount, SandboxState } from '../state/store.ts';
import { isSameOrigin, type Sessions } from './sessions.ts';

export interface LoginOptions {
  readonly state: SandboxState;
  readonly sessions: Sessions;
  /** Origins that a one-click sign-in may return to. */
  readonly returnOrigins: readonly string[];
}

const handoverBody = z.object({ code: z.string().min(1).max(100) });

export function loginRoutes({ state, sessions, returnOrigins }: LoginOptions): Hono {
  const app = new Hono();

  const loginPage = (popup: boolean, problem = ''): Promise<Response> =>
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
          <ul class="accounts">
            ${[...state.accounts.values()].map((account) => accountView(account, popup))}
          </ul>
        </div>
      </main>`,
    });

  app.get('/uas/login', (c) => loginPage(c.req.query('popup') === '1'));

  app.post('/uas/login', async (c) => {
    if (!isSameOrigin(c.req.raw)) return refused('Sign-in forms of other sites are not accepted.');
    const form = new URLSearchParams(await c.req.raw.text());
    const popup = form.get('popup') === '1';
    const account = state.accounts.get(form.get('account') ?? '');
    if (account === undefined) return loginPage(popup, 'There is no such account.');
    const { cookie, sessionId } = sessions.signIn(account.id);
    if (!popup) {
      return new Response(null, { status: 303, headers: { location: '/', 'set-cookie': cookie } });
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
    const account = state.accounts.get(c.req.query('account') ?? '');
    const target = c.req.query('return') ?? '';
    const allowed = URL.canParse(target) && returnOrigins.includes(new URL(target).origin);
    if (account === undefined || !allowed) {
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

  return app;
}

const accountView = ({ id, name, email, seat }: SandboxAccount, popup: boolean): Html =>
  html`<li>
    <div>
      <strong>${name}</strong><br />
      <span class="quiet small">${email} · ${seat ? 'Recruiter seat' : 'no Recruiter seat'}</span>
    </div>
    <form method="post" action="/uas/login">
      <input type="hidden" name="account" value="${id}" />
      <input type="hidden" name="popup" value="${popup ? '1' : '0'}" />
      <button class="main" type="submit">Sign in<span class="hidden"> as ${name}</span></button>
    </form>
  </li>`;

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
