/** Pages about candidates, for whoever is signed in. */
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { html } from 'hono/html';
import { worksOn } from '../accounts.ts';
import type { AtsContext, AtsEnv } from '../environment.ts';
import type { AtsOptions } from '../options.ts';
import { candidateBody, type CandidateRights } from '../pages/candidate.ts';
import { candidatesBody, type ListQuery } from '../pages/candidates.ts';
import { embedTag } from '../pages/embed-tag.ts';
import { messageBody, type Markup } from '../pages/layout.ts';
import { linkedInMarkupBody } from '../pages/linkedin-markup.ts';
import { extensionOf, fullName, isStageId, type Candidate } from '../records/candidate.ts';
import { randomId } from '../records/random.ts';
import { sortKeys, type CandidateStore } from '../records/store.ts';
import type { SessionStore } from '../sessions.ts';
import { respond } from './respond.ts';

const maxNoteLength = 2_000;
const maxFieldLength = 200;
const maxSearchLength = 100;

export function candidateRoutes(
  options: AtsOptions,
  candidates: CandidateStore,
  sessions: SessionStore,
): Hono<AtsEnv> {
  const { origins, clock = Date.now } = options;
  const frames = [origins.backend];
  const app = new Hono<AtsEnv>();

  for (const path of ['/candidates', '/candidates/*', '/linkedin-markup/*']) {
    app.use(path, async (c, next) => {
      if (c.var.session !== null) return next();
      const url = new URL(c.req.url);
      const from = c.req.method === 'GET' ? url.pathname + url.search : '/candidates';
      return c.redirect(`/sign-in?next=${encodeURIComponent(from)}`, 303);
    });
  }

  /**
   * People search for names, and names do not belong into addresses, which end up in histories and
   * logs: the session keeps the words, and the address has an id of them.
   */
  function addressOf(c: AtsContext, fields: Readonly<Record<string, unknown>>): string {
    const { session } = c.var;
    const address = new URLSearchParams();
    for (const name of ['position', 'stage', 'sort', 'dir']) {
      const value = fields[name];
      if (typeof value === 'string' && value !== '') address.set(name, value.slice(0, 100));
    }
    const words =
      typeof fields['q'] === 'string' ? fields['q'].trim().slice(0, maxSearchLength) : '';
    if (session !== null && words !== '') address.set('words', sessions.remember(session, words));
    return `/candidates?${address.toString()}`;
  }

  app.post('/candidates/search', async (c) =>
    c.redirect(addressOf(c, await c.req.parseBody()), 303),
  );

  app.get('/candidates', (c) => {
    // An address that somebody has made or kept.
    if (c.req.query('q') !== undefined) return c.redirect(addressOf(c, c.req.query()), 303);
    const query = queryOf((name) => c.req.query(name), c.var.session?.searches);
    const found = candidates.find(query);
    return respond(c, {
      title: 'Candidates',
      kind: 'list',
      frames,
      head: html`${embedTag(options, c.var.nonce)}${ownScript('candidates', c.var.nonce)}`,
      body: candidatesBody({ candidates: found, total: candidates.size, query }),
    });
  });

  const candidateOf = (c: AtsContext): Candidate | null => candidates.byId(c.req.param('id') ?? '');

  /** Recruiters do everything; who fills a position writes about those who came for it last. */
  const rightsOf = ({ var: { session } }: AtsContext, candidate: Candidate): CandidateRights => ({
    changes: session?.account.role === 'recruiter',
    writes: session !== null && worksOn(session.account, candidate.applications[0].opening.id),
  });

  const writing = new Set(['notes', 'feedback', 'stage']);
  const refuse = createMiddleware<AtsEnv>(async (c, next) => {
    const candidate = candidateOf(c);
    if (c.req.method === 'GET' || candidate === null) return next();
    const { changes, writes } = rightsOf(c, candidate);
    const what = c.req.path.split('/').slice(3).join('/');
    if (writing.has(what) ? writes : changes) return next();
    return respond(c, {
      title: 'Not allowed',
      kind: 'plain',
      status: 403,
      body: messageBody(
        'Not allowed',
        'Recruiters change candidates, and whoever fills a position writes about those who came for it.',
      ),
    });
  });
  app.use('/candidates/:id/*', refuse);

  app.get('/candidates/:id', (c) => {
    const candidate = candidateOf(c);
    if (candidate === null) return c.notFound();
    return respond(c, {
      title: fullName(candidate),
      kind: 'candidate',
      frames,
      head: html`${embedTag(options, c.var.nonce)}${ownScript('candidate', c.var.nonce)}`,
      body: candidateBody(candidate, options.integrationContext, rightsOf(c, candidate)),
    });
  });

  /** Written by somebody else: it is saved, and never opened as a page of this site. */
  app.get('/candidates/:id/documents/:document', (c) => {
    const found = candidateOf(c)?.documents.find(({ id }) => id === c.req.param('document'));
    if (found === undefined) return c.notFound();
    return c.body(Uint8Array.from(found.bytes), 200, {
      'content-type': found.type,
      'content-disposition': `attachment; filename="resume.${extensionOf(found.type)}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  app.get('/linkedin-markup/:id', (c) => {
    const candidate = candidateOf(c);
    if (candidate === null) return c.notFound();
    return respond(c, {
      title: 'LinkedIn’s own markup',
      kind: 'markup',
      frames,
      body: linkedInMarkupBody(options, candidate, c.var.nonce),
    });
  });

  app.post('/candidates/:id/notes', async (c) => {
    const { session } = c.var;
    const candidate = candidateOf(c);
    if (candidate === null || session === null) return c.notFound();
    const body = await c.req.parseBody();
    const note = textIn(body, 'text', maxNoteLength);
    if (note !== '') {
      const author = session.account.name;
      const about = candidate.applications.find(({ id }) => id === body['about']);
      candidates.addNote(candidate.id, {
        id: randomId(),
        ...(about === undefined ? {} : { applicationId: about.id }),
        author,
        text: note,
        atMs: clock(),
      });
    }
    return c.redirect(`/candidates/${candidate.id}#notes`, 303);
  });

  app.post('/candidates/:id/feedback', async (c) => {
    const candidate = candidateOf(c);
    const { session } = c.var;
    if (candidate === null || session === null) return c.notFound();
    const body = await c.req.parseBody();
    const text = textIn(body, 'text', maxNoteLength);
    const rating = Number(body['rating']);
    if (text !== '' && Number.isInteger(rating) && rating >= 1 && rating <= 5) {
      candidates.addFeedback(candidate.id, {
        id: randomId(),
        applicationId: candidate.applications[0].id,
        author: session.account.name,
        text,
        rating,
        atMs: clock(),
      });
    }
    return c.redirect(`/candidates/${candidate.id}#feedback`, 303);
  });

  app.post('/candidates/:id/contact', async (c) => {
    const candidate = candidateOf(c);
    if (candidate === null) return c.notFound();
    const body = await c.req.parseBody();
    const field = (name: string): string => textIn(body, name, maxFieldLength);
    const firstName = field('firstName');
    const email = field('email');
    candidates.put({
      ...candidate,
      // Nobody is without a name.
      firstName: firstName === '' ? candidate.firstName : firstName,
      lastName: field('lastName'),
      // As people write it: what LinkedIn cannot take, its sync puts aside and explains.
      email: email === '' ? null : email,
      phone: field('phone') === '' ? null : field('phone'),
      title: field('title'),
      company: field('company'),
      updatedAtMs: clock(),
    });
    return c.redirect(`/candidates/${candidate.id}`, 303);
  });

  app.post('/candidates/:id/sharing', async (c) => {
    const candidate = candidateOf(c);
    if (candidate === null) return c.notFound();
    const { share } = await c.req.parseBody();
    candidates.put({ ...candidate, sharedWithLinkedIn: share === 'yes', updatedAtMs: clock() });
    return c.redirect(`/candidates/${candidate.id}`, 303);
  });

  const removals = {
    notes: candidates.removeNote,
    feedback: candidates.removeFeedback,
    stages: candidates.removeStages,
    applications: candidates.removeApplication,
  };
  for (const [kind, remove] of Object.entries(removals)) {
    app.post(`/candidates/:id/${kind}/:part/delete`, (c) => {
      const candidate = candidateOf(c);
      if (candidate === null) return c.notFound();
      remove(candidate.id, c.req.param('part'), clock());
      const section = kind === 'stages' ? 'applications' : kind;
      return c.redirect(`/candidates/${candidate.id}#${section}`, 303);
    });
  }

  app.post('/candidates/:id/delete', (c) => {
    const candidate = candidateOf(c);
    if (candidate === null) return c.notFound();
    candidates.remove(candidate.id);
    return c.redirect('/candidates', 303);
  });

  app.post('/candidates/:id/stage', async (c) => {
    const candidate = candidateOf(c);
    if (candidate === null) return c.notFound();
    const { stage } = await c.req.parseBody();
    if (typeof stage === 'string' && isStageId(stage)) {
      candidates.move(candidate.id, stage, clock());
    }
    return c.redirect(`/candidates/${candidate.id}`, 303);
  });

  return app;
}

/** A field of a form, trimmed; empty if it is none or a file. */
function textIn(body: Readonly<Record<string, unknown>>, name: string, most: number): string {
  const value = body[name];
  return typeof value === 'string' ? value.trim().slice(0, most) : '';
}

const ownScript = (name: 'candidate' | 'candidates', nonce: string): Markup =>
  html`<script type="module" nonce="${nonce}" src="/assets/${name}.mjs"></script>`;

/** A query out of an address; what makes no sense in it is left out. */
function queryOf(
  parameter: (name: string) => string | undefined,
  searches: ReadonlyMap<string, string> = new Map(),
): ListQuery {
  const sort = sortKeys.find((key) => key === parameter('sort')) ?? 'applied';
  const stage = parameter('stage') ?? '';
  const direction = parameter('dir');
  const searchId = parameter('words') ?? '';
  const text = searches.get(searchId) ?? '';
  return {
    text,
    searchId: text === '' ? '' : searchId,
    openingId: parameter('position') ?? '',
    stage: isStageId(stage) ? stage : '',
    sort,
    descending: direction === undefined ? sort === 'applied' : direction === 'desc',
  };
}
