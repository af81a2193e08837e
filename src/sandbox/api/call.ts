/** One call of an application, as the handlers of resources get it, and what they answer. */
import type { Generation } from '../../linkedin/form.ts';
import type { IntegrationType } from '../../linkedin/records/integration.ts';
import type { DeveloperApplication, PartnerApplication } from '../state/applications.ts';
import type { SandboxState } from '../state/store.ts';
import { ApiRefusal, forbidden, malformed, serviceErrors } from './envelope.ts';

/** Counts what requests are about; who counts is somebody else's. */
export interface ApiMeter {
  /** Whose request it is, where no bearer token says so: a token request. */
  application(request: Request, clientId: string): void;
  /**
   * How many records a request is about, before any is read or written.
   * @param member on whose behalf, for limits per member
   * @returns why it has to be refused with 429, or null
   */
  records(
    request: Request,
    count: number,
    member?: string,
  ): { readonly message: string; readonly retryAfterSeconds: number } | null;
}

/** What every call has. */
interface AnyCall {
  readonly state: SandboxState;
  readonly request: Request;
  readonly generation: Generation;
  /** Segments of the path below the resource's name, as they stand there. */
  readonly segments: readonly string[];
  readonly pathname: string;
  /** As it stands there, without `?`. */
  readonly query: string;
  readonly parameters: URLSearchParams;
  readonly nowMs: number;
  readonly meter: ApiMeter | null;
}

/** A call with the token of a customer's application. */
export interface Call extends AnyCall {
  readonly application: DeveloperApplication;
}

/** A call with the token of a partner's application. */
export interface PartnerCall extends AnyCall {
  readonly application: PartnerApplication;
}

export interface Answer {
  readonly status: number;
  /** JSON; undefined for an answer without a body. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler<C extends Call | PartnerCall = Call> = (call: C) => Answer | Promise<Answer>;

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const noContent: Answer = { status: 204, body: undefined };

/**
 * Which of Rest.li's methods a request is. The header may be left out, as in some of LinkedIn's own
 * samples [postman]; a wrong one is refused.
 * @param methods by HTTP method, the usual one first
 * @throws ApiRefusal 400, 405
 */
export function restliMethod<Method extends string>(
  { request }: Call | PartnerCall,
  methods: Readonly<Record<string, readonly Method[]>>,
): Method {
  const possible = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  const [usual] = possible ?? [];
  if (possible === undefined || usual === undefined) {
    const allow = Object.keys(methods).join(', ');
    const message = `${request.method} is not supported here, only ${allow}`;
    throw new ApiRefusal(405, serviceErrors.malformed, message, { allow });
  }
  const named = request.headers.get('x-restli-method');
  if (named === null) return usual;
  const found = possible.find((method) => method === named.toLowerCase());
  if (found !== undefined) return found;
  throw malformed(`X-RestLi-Method must be ${possible.join(' or ')} for ${request.method}`);
}

/**
 * Counts the records a request is about.
 * @throws ApiRefusal 429
 */
export function countRecords(
  { meter, request }: Call | PartnerCall,
  count: number,
  member?: string,
): void {
  const throttle = meter?.records(request, count, member) ?? null;
  if (throttle === null) return;
  throw new ApiRefusal(429, serviceErrors.throttled, throttle.message, {
    'retry-after': String(throttle.retryAfterSeconds),
  });
}

/**
 * An application may do for a customer what an integration is enabled for [doc]. Deleting goes on
 * after it was switched off: the calls serve requests to delete a contract's data, too [postman], and
 * those come last [inferred].
 * @param where name of what gave the context, for the message
 * @throws ApiRefusal 403
 */
export function assertEnabled(
  { state, application, request }: Call,
  context: string,
  type: IntegrationType,
  where = 'integrationContext',
): void {
  const { clientId } = application;
  if (state.integrations.isEnabled(clientId, context, type)) return;
  const isLeaving = request.method === 'DELETE';
  if (isLeaving && state.integrations.wasEnabled(clientId, context, type)) return;
  throw forbidden(
    `${where}: this application has no enabled ${type} integration with ${context.slice(0, 100)}`,
  );
}
