/**
 * The controls of the sandbox: a front through which each request goes before LinkedIn's stand-in
 * sees it. It counts against the limits, lets faults hit, keeps the journal, and answers
 * `/sandbox/…` itself. While nothing is configured a request passes a few look-ups and no more.
 */
import { createControlRouter, type About, type ControlRouter } from './api/router.ts';
import type { Endpoint } from './api/endpoint.ts';
import { clockEndpoints } from './api/clock.ts';
import { faultEndpoints } from './api/faults.ts';
import { journalEndpoints } from './api/journal.ts';
import { limitEndpoints } from './api/limits.ts';
import type { SandboxClock } from './clock.ts';
import type { Connection } from './connection.ts';
import { envelope } from './envelope.ts';
import { spoil } from './faults/effects.ts';
import { createFaults, type Faults, type Hit } from './faults/rules.ts';
import { refusalOf } from './guard.ts';
import { createRecorder } from './journal/recorder.ts';
import { createJournal, type Journal } from './journal/journal.ts';
import { createLimits, type LimitMode, type Limits, type Throttle } from './limits/limits.ts';
import { pathOf, resourceOf, type ApiResource } from './resources.ts';

/** Answers a request. @throws TypeError for a cut where there is no connection to cut */
export type Fetch = (request: Request, connection?: Connection) => Promise<Response>;

/** What only the API knows of a request, told while it answers. */
export interface Meter {
  /** Whose request it is, where no bearer token says so: a token request. */
  application(request: Request, clientId: string): void;
  /**
   * How many records a request is about, before any is read or written.
   * @param member on whose behalf, for limits per member
   * @returns why it has to be refused with 429, or null
   */
  records(request: Request, count: number, member?: string): Throttle | null;
}

export interface ControlsOptions {
  readonly clock: SandboxClock;
  readonly limits: LimitMode;
  /** Host names the controls answer to besides those of this machine, without port. */
  readonly hosts: readonly string[];
}

export interface FrontOptions {
  /** What stands behind the controls. */
  readonly answer: (request: Request) => Response | Promise<Response>;
  /** Client id behind a request's bearer token, or null. Asked once a request. */
  readonly clientIdOf: (request: Request) => string | null;
  /** Endpoints of others. */
  readonly endpoints: readonly Endpoint[];
  readonly about: About;
}

export interface Controls {
  readonly clock: SandboxClock;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly meter: Meter;
  front(options: FrontOptions): Fetch;
}

interface Trace {
  application: string | null;
  readonly resource: ApiResource | null;
  records: number;
}

/** Service error code of LinkedIn's throttling. */
const throttledCode = 101;
const noHits: readonly Hit[] = [];

export function createControls({ clock, limits: mode, hosts }: ControlsOptions): Controls {
  const limits = createLimits(clock);
  limits.configure(mode, []);
  const faults = createFaults();
  const journal = createJournal();
  const traces = new WeakMap<Request, Trace>();

  const meter: Meter = {
    application(request, clientId) {
      const trace = traces.get(request);
      if (trace !== undefined) trace.application = clientId;
    },
    records(request, count, member) {
      const trace = traces.get(request);
      if (trace === undefined) return null;
      trace.records += count;
      const { application, resource } = trace;
      if (application === null || resource === null) return null;
      return limits.records(application, resource, count, member);
    },
  };

  const admit = ({ application, resource }: Trace): Throttle | null =>
    application === null || resource === null ? null : limits.request(application, resource);

  return {
    clock,
    limits,
    faults,
    journal,
    meter,
    front({ answer, clientIdOf, endpoints, about }) {
      const router = guarded(
        hosts,
        createControlRouter(
          [
            ...clockEndpoints(clock),
            ...limitEndpoints(limits),
            ...faultEndpoints(faults),
            ...journalEndpoints(journal),
            ...endpoints,
          ],
          about,
        ),
      );

      return async (request, connection) => {
        const path = pathOf(request.url);
        if (path === '/sandbox' || path.startsWith('/sandbox/')) return router(request);
        const application = clientIdOf(request);
        const trace: Trace = { application, resource: resourceOf(path), records: 0 };
        traces.set(request, trace);
        const recorder = createRecorder(journal, clock, request, path);
        const hits =
          faults.size === 0 ? noHits : faults.hits({ method: request.method, path, application });
        const carryOut = async (): Promise<Response> => {
          const throttle = admit(trace);
          if (throttle !== null) return throttled(throttle);
          return recorder.answered(await answer(request));
        };
        try {
          const response =
            hits.length === 0
              ? await carryOut()
              : await spoil(hits, { answer: carryOut, connection });
          const reading = recorder.end(trace, response, hits);
          if (reading !== undefined) await reading;
          return response;
        } catch (error) {
          await recorder.end(trace, null, hits);
          throw error;
        }
      };
    },
  };
}

const guarded =
  (hosts: readonly string[], router: ControlRouter): ControlRouter =>
  async (request) => {
    const refusal = refusalOf(request, hosts);
    if (refusal === null) return router(request);
    return Response.json({ status: 403, message: refusal }, { status: 403 });
  };

/** The answer to a request beyond a limit, as LinkedIn gives it. */
export const throttled = ({ message, retryAfterSeconds }: Throttle): Response =>
  envelope(429, throttledCode, message, { 'retry-after': String(retryAfterSeconds) });
