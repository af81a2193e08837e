/** Signing in and out, how pages look, and the way back from LinkedIn's sign-in. */
import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { accountByPassword, accountBySlug, type Account } from '../accounts.ts';
import type { Contexts } from '../contexts.ts';
import type { AtsContext, AtsEnv } from '../environment.ts';
import type { AtsOptions } from '../options.ts';
import { linkedInSignInBody } from '../pages/linkedin-sign-in.ts';
import { signInBody, type SignInParts } from '../pages/sign-in.ts';
import { sessionCookie, type SessionStore, type Settings } from '../sessions.ts';
import { respond, safePath } from './respond.ts';

const handoverCode = /^[A-Za-z0-9_.-]{1,512}$/;

export function sessionRoutes(
  { origins }: AtsOptions,
  sessions: SessionStore,
  contexts: Contexts,
): Hono<AtsEnv> {
  const app = new Hono<AtsEnv>();

  /** Ends a session here and at the partner, so that nothing of it is shown any longer. */
  async function end(c: AtsContext): Promise<void> {
    const { session } = c.var;
    sessions.end(getCookie(c, sessionCookie));
    if (session !== null) await contexts.revoke(session);
  }

  async function signIn(c: AtsContext, account: Account, next: string): Promise<Response> {
    await end(c);
    setCookie(c, sessionCookie, sessions.start(account.id), {
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
    });
    return c.redirect(next, 303);
  }

  const signInPage = (c: AtsContext, parts: SignInParts) =>
    respond(c, {
      title: 'Sign in',
      kind: 'plain',
      status: parts.failed === true ? 401 : 200,
      withoutSession: true,
      body: signInBody(parts),
    });

  app.get('/sign-in', (c) => signInPage(c, { next: safePath(c.req.query('next')) }));

  app.post('/sign-in', async (c) => {
    const { email, password, next } = await c.req.parseBody();
    const account =
      typeof email === 'string' && typeof password === 'string'
        ? accountByPassword(email, password)
        : null;
    if (account !== null) return signIn(c, account, safePath(next));
    const typed = typeof email === 'string' ? email.slice(0, 200) : '';
    return signInPage(c, { next: safePath(next), email: typed, failed: true });
  });

  app.post('/sign-in/:slug', async (c) => {
    const account = accountBySlug(c.req.param('slug'));
    const { next } = await c.req.parseBody();
    return account === null ? c.notFound() : signIn(c, account, safePath(next));
  });

  // An address that signs in by being opened is for demos: any site could send people to it.
  app.get('/demo/sign-in/:slug', (c) => {
    const account = accountBySlug(c.req.param('slug'));
    return account === null ? c.notFound() : signIn(c, account, safePath(c.req.query('next')));
  });

  app.post('/sign-out', async (c) => {
    await end(c);
    deleteCookie(c, sessionCookie, { path: '/' });
    return c.redirect('/sign-in', 303);
  });

  app.post('/settings', async (c) => {
    const { appearance, direction, next } = await c.req.parseBody();
    const settings: Settings = {
      appearance: appearance === 'light' || appearance === 'dark' ? appearance : 'auto',
      direction: direction === 'rtl' ? 'rtl' : 'ltr',
    };
    sessions.change(getCookie(c, sessionCookie), settings);
    return c.redirect(safePath(next), 303);
  });

  app.get('/linkedin/signed-in', (c) => {
    const code = c.req.query('handover') ?? '';
    const frameUrl = handoverCode.test(code)
      ? `${origins.linkedIn}/uas/handover?code=${encodeURIComponent(code)}`
      : null;
    return respond(c, {
      title: 'LinkedIn',
      kind: 'plain',
      status: frameUrl === null ? 400 : 200,
      frames: [origins.linkedIn],
      body: linkedInSignInBody(frameUrl),
    });
  });

  return app;
}
