/**
 * What the client tells about its requests: a structured log entry each, and spans for OpenTelemetry.
 * Neither holds an id of a candidate, a URL, a body, a token or a secret.
 */
import type { LinkedInErrorCode } from './errors.ts';

/** What is logged: requests, and waits for a limit of the application. */
export type LinkedInLogEntry = LinkedInRequestEntry | LinkedInWaitEntry;

/** One attempt at a request, when it is over. */
export interface LinkedInRequestEntry {
  readonly event: 'linkedin_request';
  readonly level: 'info' | 'warn';
  /** Client id of the application: LinkedIn's support asks for it, and it is no secret. */
  readonly application: string;
  /** Path without keys, for example `/v2/atsApplications/{key}/stages`. */
  readonly route: string;
  readonly method: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly records: number;
  /** 0 if there was no answer. */
  readonly status: number;
  readonly durationMs: number;
  readonly code?: LinkedInErrorCode | undefined;
  /** LinkedIn's id of the request. */
  readonly requestId?: string | undefined;
  /** Milliseconds until the next attempt, if there is one. */
  readonly retryInMs?: number | undefined;
}

/** Nothing is sent for a while, so that LinkedIn need not refuse it. */
export interface LinkedInWaitEntry {
  readonly event: 'linkedin_wait';
  readonly level: 'info';
  readonly application: string;
  readonly route: string;
  readonly waitMs: number;
  /** The limit that is reached, and its window. */
  readonly limit: number;
  readonly window: 'minute' | 'day';
}

/** The part of OpenTelemetry's `Tracer` that is used; a real one fits. */
export interface LinkedInTracer {
  startSpan(
    name: string,
    options: { readonly kind: number; readonly attributes: Record<string, string | number> },
  ): LinkedInSpan;
}
export interface LinkedInSpan {
  setAttribute(name: string, value: string | number): unknown;
  setStatus(status: { readonly code: number }): unknown;
  end(): void;
}

export interface TelemetryOptions {
  readonly log?: ((entry: LinkedInLogEntry) => void) | undefined;
  /** `trace.getTracer('rsc-embed')` of `@opentelemetry/api`. */
  readonly tracer?: LinkedInTracer | undefined;
}

export interface Attempt {
  end(outcome: {
    readonly status: number;
    readonly code?: LinkedInErrorCode | undefined;
    readonly requestId?: string | undefined;
    readonly retryInMs?: number | undefined;
  }): void;
}

/** Called when an attempt begins. */
export type StartAttempt = (facts: AttemptFacts) => Attempt;

export interface AttemptFacts {
  readonly route: string;
  readonly method: string;
  readonly attempt: number;
  readonly records: number;
}

/** `SpanKind.CLIENT` and `SpanStatusCode.ERROR` of OpenTelemetry's API. */
const clientKind = 2;
const errorStatus = 2;

/**
 * Attribute names follow OpenTelemetry's conventions for HTTP clients, 1.2x.
 * @returns starts attempts at a host
 */
export function createTelemetry(
  application: string,
  { log, tracer }: TelemetryOptions,
): (host: string) => StartAttempt {
  if (log === undefined && tracer === undefined) return () => () => silent;
  return (host) => (facts) => {
    const { route, method, attempt, records } = facts;
    const startedAtMs = performance.now();
    const span = tracer?.startSpan(`${method} ${route}`, {
      kind: clientKind,
      attributes: {
        'http.request.method': method,
        'url.template': route,
        'server.address': host,
        'http.request.resend_count': attempt - 1,
        'linkedin.application': application,
        'linkedin.records': records,
      },
    });
    return {
      end({ status, code, requestId, retryInMs }) {
        if (span !== undefined) {
          if (status > 0) span.setAttribute('http.response.status_code', status);
          if (requestId !== undefined) span.setAttribute('linkedin.request_id', requestId);
          if (code !== undefined) {
            span.setAttribute('error.type', code);
            span.setStatus({ code: errorStatus });
          }
          span.end();
        }
        log?.({
          event: 'linkedin_request',
          level: code === undefined ? 'info' : 'warn',
          application,
          ...facts,
          status,
          durationMs: Math.round(performance.now() - startedAtMs),
          code,
          requestId,
          retryInMs,
        });
      },
    };
  };
}

const silent: Attempt = { end: () => undefined };
