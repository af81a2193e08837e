/**
 * What a frame session looks at, without a browser: a window with a host page around it, and a
 * backend around the real verifier.
 */
import type { Scope, Widget } from '../../src/protocol/context.ts';
import { RscError } from '../../src/protocol/errors.ts';
import type { FrameMessage, HelloMessage, HostMessage } from '../../src/protocol/messages.ts';
import { randomNonce } from '../../src/handshake/keys.ts';
import type { Viewer } from '../../src/handshake/signer.ts';
import { alice, frameOrigin, hostOrigin, type Parties } from './handshake-parties.ts';

export const inst = 'instance-1';
export const hn = randomNonce();

/** A browser as far as a frame session looks at it, and the host page around it. */
export class TestHost {
  readonly parent = {
    postMessage: (hello: HelloMessage, target: string) => this.#onHello(hello, target),
  };
  readonly location = { origin: frameOrigin };
  readonly navigator = { onLine: true };
  readonly document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  readonly received: FrameMessage[] = [];
  readonly hellos: HelloMessage[] = [];
  readonly #target = new EventTarget();
  addEventListener = this.#target.addEventListener.bind(this.#target);
  removeEventListener = this.#target.removeEventListener.bind(this.#target);
  port: MessagePort | null = null;
  viewer: Viewer = alice;
  obj = 'candidate:42';
  widget: Widget = 'profile-widget';
  scopes: readonly Scope[] = ['profile:read'];
  refusal: { status: number; code: string; retryAfterMs?: number } | null = null;
  helloTarget = '';
  readonly parties: Parties;

  constructor(parties: Parties) {
    this.parties = parties;
  }

  dispatch(
    data: unknown,
    {
      source = this.parent,
      origin = hostOrigin,
      ports = [],
    }: { source?: unknown; origin?: string; ports?: MessagePort[] } = {},
  ) {
    this.#target.dispatchEvent(
      Object.assign(new Event('message'), { data, source, origin, ports }),
    );
  }

  emit(name: string) {
    this.#target.dispatchEvent(new Event(name));
  }

  connect(v = 1) {
    const channel = new MessageChannel();
    this.port = channel.port1;
    this.port.onmessage = (event: MessageEvent<FrameMessage>) => void this.#onFrame(event.data);
    const fn = this.hellos.at(-1)?.fn ?? '';
    this.dispatch({ rsc: 'port', v, inst, fn, hn }, { ports: [channel.port2] });
  }

  tell(message: HostMessage) {
    this.port?.postMessage(message);
  }

  count(type: FrameMessage['t']) {
    return this.received.filter((message) => message.t === type).length;
  }

  #onHello(hello: HelloMessage, target: string) {
    this.hellos.push(hello);
    this.helloTarget = target;
  }

  async #onFrame(message: FrameMessage) {
    this.received.push(message);
    if (message.t !== 'need-context') return;
    if (this.refusal !== null) {
      this.tell({ t: 'context-error', id: message.id, ...this.refusal });
      return;
    }
    const { fn = '', jkt = '' } = this.hellos.at(-1) ?? {};
    const entry = { inst, fn, hn, jkt, widget: this.widget, obj: this.obj };
    const ticket = await this.parties.signer.sign(this.viewer, entry, this.scopes);
    this.tell({ t: 'context', id: message.id, ticket });
  }
}

/** Just enough of a backend around the real verifier. */
export class TestBackend {
  readonly requests: Request[] = [];
  /** Runs before the backend answers; may answer itself. */
  intercept: (request: Request) => Response | null | Promise<Response | null> = () => null;
  readonly #parties: Parties;

  constructor(parties: Parties) {
    this.#parties = parties;
  }

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const parties = this.#parties;
    const request = new Request(input, init);
    init?.signal?.throwIfAborted();
    this.requests.push(request);
    const early = await this.intercept(request);
    if (early !== null) return early;
    const date = new Date(parties.clock()).toUTCString();
    try {
      if (request.url.endsWith('/session') && request.method === 'POST') {
        const body = (await request.json()) as { ticket: string; fn: string; hn: string };
        const result = await parties.verifier.session({
          request,
          body,
          keyOf: parties.keyOf,
          isOriginRegistered: (_tenant, origin) => parties.origins.has(origin),
        });
        return Response.json(result.answer, { headers: { 'dpop-nonce': result.nonce, date } });
      }
      const { claims, nonce } = await parties.verifier.authenticate(request);
      if (request.method === 'DELETE') await parties.verifier.end(claims);
      return Response.json(
        { sub: claims.sub, obj: claims.obj },
        { headers: { 'dpop-nonce': nonce, date } },
      );
    } catch (error) {
      if (!(error instanceof RscError)) throw error;
      const nonce = parties.verifier.renewNonce(request);
      const { code, message } = error;
      return Response.json(
        { error: { code, message } },
        { status: 401, headers: { date, ...(nonce === null ? {} : { 'dpop-nonce': nonce }) } },
      );
    }
  };
}
