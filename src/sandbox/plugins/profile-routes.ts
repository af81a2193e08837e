/**
 * The profile plugin's document and what its buttons call. Its address carries ids only: names and
 * search words travel in bodies.
 */
import { Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { activeSeats } from '../login/accounts.ts';
import { isSameOrigin, type Sessions } from '../login/sessions.ts';
import { page, type Html } from '../pages/page.ts';
import type { DeveloperApplication } from '../state/applications.ts';
import type { SandboxState } from '../state/store.ts';
import {
  markView,
  matchedView,
  noSeatView,
  notEnabledView,
  notSyncedView,
  refusedView,
  resultsView,
  signedOutView,
  unmatchedView,
} from './profile-views.ts';

export interface PluginOptions {
  readonly state: SandboxState;
  readonly sessions: Sessions;
}

const maxResults = 8;

const scheme = z.enum(['light', 'dark']);

const subject = z.object({ api_key: z.string(), candidate: z.string(), context: z.string() });
const linkBody = subject.extend({ member: z.string() });
const searchBody = subject.extend({ text: z.string().max(200) });

type Subject = z.infer<typeof subject>;
/** Why a profile is not shown, or the application that asks for it. */
type Admission =
  | { readonly view: Html; readonly application: null }
  | { readonly view: null; readonly application: DeveloperApplication };

export function profileRoutes({ state, sessions }: PluginOptions): Hono {
  const app = new Hono();

  /** What holds for the document and for each button alike. */
  function admit(request: Request, { api_key: apiKey, context }: Subject): Admission {
    const refuse = (view: Html): Admission => ({ view, application: null });
    const application = state.applications.get(apiKey);
    if (application === undefined) return refuse(refusedView('The api_key is not known.'));
    const account = sessions.accountOf(request);
    if (account === null) return refuse(signedOutView());
    const seats = activeSeats(state, account);
    if (seats.length === 0) return refuse(noSeatView(account.name));
    const enabled = state.integrations.isEnabled(apiKey, context, 'PROFILE_PLUGIN');
    const isOfCustomer = seats.some(({ organization }) => organization === context);
    if (!enabled || !isOfCustomer) return refuse(notEnabledView());
    return { view: null, application };
  }

  function currentView(asked: Subject, parameters: URLSearchParams): Html {
    if (state.candidate(asked.context, asked.candidate) === null) return notSyncedView();
    const match = state.matchOf(asked.context, asked.candidate);
    if (match.kind === 'none') return unmatchedView();
    return matchedView(match.person, {
      kind: match.kind,
      showUnlink: parameters.get('unlink') === 'true',
      confirmUnlink: parameters.get('confirm') === 'true',
    });
  }

  app.get('/rsc/plugin/profile', (c) => {
    const request = c.req.raw;
    const parameters = new URL(request.url).searchParams;
    const asked: Subject = {
      api_key: parameters.get('api_key') ?? '',
      candidate: parameters.get('candidate') ?? '',
      context: parameters.get('context') ?? '',
    };
    const embedder = parameters.get('embedder') ?? '';
    const domains = state.applications.get(asked.api_key)?.validJsSdkDomains;
    const listed = domains?.includes(embedder) ?? false;
    // LinkedIn compares domains exactly and shows nothing elsewhere [doc].
    const admission: Admission =
      domains !== undefined && !listed
        ? {
            application: null,
            view: refusedView('Its origin is not among the validJsSdkDomains of the application.'),
          }
        : admit(request, asked);
    const account = sessions.accountOf(request);
    const view = admission.view ?? currentView(asked, parameters);
    return page({
      kind: 'plugin',
      title: 'LinkedIn profile',
      scheme: scheme.safeParse(parameters.get('scheme')).data,
      scripts: ['plugin.js', 'profile.js'],
      body: html`<main data-embedder="${listed ? embedder : ''}">
        ${view} ${markView(account?.name ?? null)}
      </main>`,
    });
  });

  /** Parses and admits a call of a button, or answers why not. */
  async function read<T extends typeof subject>(
    request: Request,
    schema: T,
  ): Promise<{ body: z.infer<T>; refusal: null } | { body: null; refusal: Response }> {
    const refuse = (status: number, message: string) => ({
      body: null,
      refusal: Response.json({ message, status }, { status }),
    });
    if (!isSameOrigin(request)) return refuse(403, 'Only the plugin itself may ask for this');
    const parsed = schema.safeParse(await request.json().catch(() => null));
    if (!parsed.success) {
      return refuse(400, `${parsed.error.issues[0]?.path.join('.') ?? 'body'}: is not valid`);
    }
    if (admit(request, parsed.data).application === null) return refuse(403, 'Not permitted');
    return { body: parsed.data, refusal: null };
  }

  app.post('/rsc/plugin/profile/search', async (c) => {
    const { body, refusal } = await read(c.req.raw, searchBody);
    if (refusal !== null) return refusal;
    const found = state.search({ text: body.text }, maxResults + 1);
    const results = await resultsView(found.slice(0, maxResults), found.length > maxResults);
    return new Response(results.toString(), {
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    });
  });

  app.post('/rsc/plugin/profile/link', async (c) => {
    const { body, refusal } = await read(c.req.raw, linkBody);
    if (refusal !== null) return refusal;
    const linked = state.link(body.context, body.candidate, body.member);
    return linked
      ? Response.json({ member: body.member })
      : Response.json({ message: 'No such candidate or member', status: 404 }, { status: 404 });
  });

  app.post('/rsc/plugin/profile/unlink', async (c) => {
    const { body, refusal } = await read(c.req.raw, subject);
    if (refusal !== null) return refusal;
    const member = state.unlink(body.context, body.candidate);
    return member === null
      ? Response.json({ message: 'There is no link', status: 404 }, { status: 404 })
      : Response.json({ member });
  });

  return app;
}
