/**
 * LinkedIn's stand-in: one process, one origin, all hosts of LinkedIn folded into paths. The same
 * code that talks to it talks to LinkedIn; only base URLs and credentials change.
 */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { apiRoutes } from './api/routes.ts';
import { createTokenDesk } from './api/tokens.ts';
import { peopleEndpoints } from './controls/api/people.ts';
import { seedEndpoints } from './controls/api/seed.ts';
import { stateEndpoints } from './controls/api/state.ts';
import { createClock } from './controls/clock.ts';
import type { Connection } from './controls/connection.ts';
import { createControls, type Controls } from './controls/controls.ts';
import type { LimitMode } from './controls/limits/limits.ts';
import { loginRoutes } from './login/routes.ts';
import { createSessions } from './login/sessions.ts';
import { page } from './pages/page.ts';
import { recruiterStyles } from './pages/recruiter-styles.ts';
import { portrait } from './pages/portrait.ts';
import { styles } from './pages/styles.ts';
import { jobSearchClientScript } from './browser/job-search-client.ts';
import { liveClientScript } from './browser/live-client.ts';
import { inScript, profileExtensionScript, settingsExtensionScript } from './browser/in-js.ts';
import { handoverClientScript, pluginClientScript } from './browser/plugin-client.ts';
import { profileClientScript } from './browser/profile-client.ts';
import { settingsClientScript } from './browser/settings-client.ts';
import { profileRoutes } from './plugins/profile-routes.ts';
import { settingsRoutes } from './plugins/settings-routes.ts';
import { recruiterRoutes } from './recruiter/recruiter-routes.ts';
import { pushEndpoints } from './push/controls.ts';
import type { ValidationMode } from './push/dispatcher.ts';
import { createPush, type Push } from './push/push.ts';
import { SandboxState, type SandboxStateOptions } from './state/store.ts';

export interface SandboxOptions extends SandboxStateOptions {
  /** Where the sandbox is reached, for example `http://linkedin.localhost:4402`. */
  readonly origin: string;
  /** Host names (with port) that are always signed in as an account id, or never (null). */
  readonly presetSessions?: Readonly<Record<string, string | null>>;
  /** Origins that a one-click sign-in may return to. */
  readonly returnOrigins?: readonly string[];
  /** Whether LinkedIn's limits hold; they do unless told otherwise. */
  readonly limits?: LimitMode;
  /** Host names `/sandbox/…` answers to besides those of this machine and the origin's. */
  readonly hosts?: readonly string[];
  /** Whether addresses for push have to prove that they are the application's; `warn` by default. */
  readonly callbackValidation?: ValidationMode;
  /** Host names (without port) that push may call besides those of this machine; none by default. */
  readonly callbackHosts?: readonly string[];
}

export interface Sandbox {
  readonly origin: string;
  /** For tests and demos: what the sandbox knows. */
  readonly state: SandboxState;
  /** What tests set: clock, limits, faults, journal; over HTTP at `/sandbox`. */
  readonly controls: Controls;
  /** Tells applications what happens; over HTTP at `/sandbox/push`. */
  readonly push: Push;
  /**
   * Answers a request.
   * @param connection what faults break; without it, those make the call fail as a network does
   * @throws TypeError if a fault cuts the connection and there is none
   */
  fetch(request: Request, connection?: Connection): Promise<Response>;
  /** Ends push, stores what has changed and lets go of the storage. */
  close(): void;
}

/** Makes a sandbox. It keeps its state in memory, and in a storage if the options have one. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { origin, presetSessions = {}, returnOrigins = [], limits = 'documented' } = options;
  const clock = createClock(options.clock);
  const state = new SandboxState({ ...options, clock: clock.now });
  const hosts = [new URL(origin).hostname, ...(options.hosts ?? [])];
  const controls = createControls({ clock, limits, hosts });
  const push = createPush({
    state,
    origin,
    hosts: options.callbackHosts,
    settings: { validation: options.callbackValidation ?? 'warn' },
    realMs: clock.realMs,
  });
  const desk = createTokenDesk(state);
  const sessions = createSessions({ state, clock: state.now, presetSessions });
  const app = new Hono();

  const file = (type: string, text: string, maxAgeSeconds: number): Response =>
    new Response(text, {
      headers: {
        'content-type': `${type}; charset=utf-8`,
        'cache-control': `public, max-age=${String(maxAgeSeconds)}`,
        'x-content-type-options': 'nosniff',
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
      },
    });
  const script = (text: string) => () => file('text/javascript', text, 60);

  app.get('/xdoor/scripts/in.js', script(inScript));
  // The extension's address in the documentation, and two older ones seen in samples.
  app.get('/rsc/extensions/profile-widget', script(profileExtensionScript));
  app.get('/recruiter/widget/hcm', script(profileExtensionScript));
  app.get('/talent/widgets/assets/javascripts/profile-widget.js', script(profileExtensionScript));
  app.get('/rsc/extensions/onboarding-widget', script(settingsExtensionScript));
  app.get('/recruiter/widget/ATSIntegration', script(settingsExtensionScript));
  app.get('/assets/plugin.js', script(pluginClientScript));
  app.get('/assets/settings.js', script(settingsClientScript));
  app.get('/assets/profile.js', script(profileClientScript));
  app.get('/assets/handover.js', script(handoverClientScript));
  app.get('/assets/live.js', script(liveClientScript));
  app.get('/assets/job-search.js', script(jobSearchClientScript));
  app.get('/assets/recruiter.css', () => file('text/css', recruiterStyles, 60));
  app.get('/assets/sandbox.css', () => file('text/css', styles, 60));
  app.get('/media/portraits/:name{[A-Za-z0-9_-]+\\.svg}', (c) =>
    file('image/svg+xml', portrait(c.req.param('name').replace('.svg', '')), 3_600),
  );

  app.route('/', profileRoutes({ state, sessions }));
  app.route('/', settingsRoutes({ state, sessions }));
  app.route('/', loginRoutes({ state, sessions, returnOrigins }));
  app.route('/', recruiterRoutes({ state, sessions }));
  app.route('/', apiRoutes(state, { desk, meter: controls.meter }));

  app.get('/', (c) => {
    const account = sessions.accountOf(c.req.raw);
    return page({
      kind: 'page',
      title: 'RSC Embed sandbox',
      body: html`<main>
        <div class="card">
          <h1>RSC Embed sandbox</h1>
          <p>
            It stands in for LinkedIn while you develop: token and candidate API,
            <code>in.js</code>, the profile plugin, Recruiter, and ${String(state.members.size)}
            members who do not exist.
          </p>
          <p><a class="button" href="/talent/search">Open Recruiter</a></p>
          ${
            account === null
              ? html`<p><a class="button" href="/uas/login">Sign in</a></p>`
              : html`<p>You are signed in as <strong>${account.name}</strong>.</p>
                  <form method="post" action="/uas/logout"><button>Sign out</button></form>`
          }
        </div>
      </main>`,
    });
  });

  app.notFound(() =>
    page({
      kind: 'page',
      title: 'Not found',
      status: 404,
      body: html`<main>
        <div class="card">
          <h1>There is no such page</h1>
          <p><a href="/">Start page of the sandbox</a></p>
        </div>
      </main>`,
    }),
  );

  const front = controls.front({
    answer: (request) => app.fetch(request),
    clientIdOf: (request) => desk.clientIdOf(request),
    endpoints: [
      ...seedEndpoints(state, () => {
        controls.limits.clear();
      }),
      ...stateEndpoints(state),
      ...peopleEndpoints(state),
      ...pushEndpoints(push),
    ],
    about: () => ({ name: 'RSC Embed sandbox', origin, clock: clock.view() }),
  });

  return {
    origin,
    state,
    controls,
    push,
    async fetch(request, connection) {
      const response = await front(request, connection);
      // What an answer tells is stored before anybody has the answer.
      state.commit();
      return response;
    },
    close() {
      push.close();
      state.close();
    },
  };
}
