/**
 * `/rsc/push/{token}`: what LinkedIn's CALLBACK_URL of a customer leads to. A GET is a challenge, a
 * POST an event [doc, spec §4.4].
 *
 * The token in the path says whose event it is, and nobody can guess it. A signature is checked over
 * the bytes as they came, as the customer's setting says. Neither is believed any further: an event
 * only ever makes us ask LinkedIn, with the customer's own credentials, and what is not this
 * customer's is left out of the answer. An event is kept before it is answered, as LinkedIn's rule
 * for sending it again is not known [unknown].
 */
import { answerChallenge, parsePushEvent, type PushKind } from '../../linkedin/index.ts';
import { RscError } from '../../protocol/errors.ts';
import { readBytes } from '../http/body.ts';
import { noteTenant, pathSegment, type Exchange } from '../http/exchange.ts';
import { apiHeaders } from '../http/refusals.ts';
import type { Route } from '../http/router.ts';
import { ownChallenge, type CallbackTokens } from '../onboarding/callback-tokens.ts';
import type { Child, LinkedInAccess } from '../onboarding/linkedin-access.ts';
import type { PushEvents, SignatureState } from './push-events.ts';
import { createReceivers } from './receivers.ts';
import { checkSignature } from './signature.ts';
import type { RefusalCounts, RefusalReason } from './refusal-counts.ts';

/** What has come to the route since the process started; nothing of what was refused is kept. */
export interface PushCounts {
  readonly accepted: number;
  /** Known already. */
  readonly repeated: number;
  readonly challenges: number;
  /** Nobody has the token. */
  readonly unknown: number;
  /** Signature wrong, or missing where it is required. */
  readonly forged: number;
  readonly oversized: number;
  readonly malformed: number;
}

export interface PushRouteOptions {
  readonly access: LinkedInAccess;
  readonly callbacks: CallbackTokens;
  readonly events: PushEvents;
  readonly refused: RefusalCounts;
  /** Called when an event of a type that is not known is kept. */
  readonly onUnknown: (tenantId: string, type: string) => void;
  /** Called when events are kept, so that it need not wait for the next turn. */
  readonly onAccepted: (kinds: ReadonlySet<PushKind>) => void;
}

export interface PushRoutes {
  readonly routes: readonly Route[];
  counts(): PushCounts;
}

/** An event is a type and an id; this leaves room for what is not documented. */
const maxEventBytes = 16 * 1024;
const maxEvents = 100;

export function createPushRoutes(options: PushRouteOptions): PushRoutes {
  const { access, callbacks, events, refused, onAccepted, onUnknown } = options;
  const receivers = createReceivers(access, callbacks);
  const counts = {
    accepted: 0,
    repeated: 0,
    challenges: 0,
    unknown: 0,
    forged: 0,
    oversized: 0,
    malformed: 0,
  };

  async function receiverOf(exchange: Exchange): Promise<{ child: Child; token: string } | null> {
    const token = pathSegment(exchange, 3) ?? '';
    const child = await receivers.of(token);
    if (child === null) return null;
    noteTenant(exchange, { id: child.row.id });
    return { child, token };
  }

  /** Counts and answers it; nothing else of it is kept. */
  const refuse = (exchange: Exchange, reason: RefusalReason, child?: Child): Response => {
    exchange.isCounted = true;
    counts[reason] += 1;
    refused.add(child?.row.id ?? null, reason);
    const [status, code] = refusals[reason];
    const body = JSON.stringify({ error: { code, message: 'the event was not accepted' } });
    return new Response(body, { status, headers: apiHeaders() });
  };

  async function challenge(exchange: Exchange): Promise<Response> {
    const receiver = await receiverOf(exchange);
    if (receiver === null) return refuse(exchange, 'unknown');
    const { child, token } = receiver;
    const applicationId = exchange.url.searchParams.get('applicationId');
    if (applicationId !== null && !isOwn(applicationId, child)) {
      return refuse(exchange, 'malformed', child);
    }
    const answer = await answerChallenge(exchange.url, child.clientSecret.reveal());
    if (!answer.ok) return refuse(exchange, 'malformed', child);
    counts.challenges += 1;
    // Our own question whether the address can be reached says nothing of LinkedIn.
    if (!exchange.url.searchParams.has(ownChallenge)) await callbacks.validated(token);
    return new Response(JSON.stringify(answer.body), { headers: apiHeaders() });
  }

  async function receive(exchange: Exchange): Promise<Response> {
    const receiver = await receiverOf(exchange);
    if (receiver === null) return refuse(exchange, 'unknown');
    const { child } = receiver;
    const bytes = await readBytes(exchange.request, maxEventBytes).catch((error: unknown) => {
      if (error instanceof RscError && error.code === 'request_too_large') return null;
      throw error;
    });
    if (bytes === null) return refuse(exchange, 'oversized', child);
    const signature = signatureOf(child, bytes, exchange.request);
    if (signature === null) return refuse(exchange, 'forged', child);
    const found = eventsOf(bytes);
    if (found === null) return refuse(exchange, 'malformed', child);
    const added = await Promise.all(
      found.map(({ event, raw }) => events.add(child.row.id, event, raw, signature)),
    );
    for (const [index, isNew] of added.entries()) {
      counts[isNew ? 'accepted' : 'repeated'] += 1;
      const { kind, type } = found[index]?.event ?? {};
      if (isNew && kind === 'unknown') onUnknown(child.row.id, type ?? '');
    }
    onAccepted(new Set(found.map(({ event }) => event.kind)));
    return new Response('{}', { headers: apiHeaders() });
  }

  return {
    counts: () => ({ ...counts }),
    routes: [
      {
        path: '/rsc/push/:token',
        kind: 'api',
        site: 'frames',
        methods: { GET: challenge, POST: receive },
      },
    ],
  };
}

const refusals = {
  unknown: [404, 'not_found'],
  forged: [401, 'signature_invalid'],
  oversized: [413, 'request_too_large'],
  malformed: [400, 'request_invalid'],
} as const;

/**
 * Whether a challenge means the application of the address it came to: it names the one whose secret
 * is to be used [doc, spec §4.4]. By which of its names is not documented [unknown]; without its URN
 * nobody can tell a number of ours from another, and the answer is signed with this secret only.
 */
function isOwn(applicationId: string, { row, clientId }: Child): boolean {
  const urn = row.application?.developerApplicationUrn ?? null;
  if (urn === null && /^\d+$/.test(applicationId)) return true;
  return [clientId, urn, urn?.slice(urn.lastIndexOf(':') + 1)].includes(applicationId);
}

/** Null if the event must not be accepted. */
function signatureOf(
  { row, clientSecret }: Child,
  bytes: Uint8Array,
  { headers }: Request,
): SignatureState | null {
  if (row.pushSignature === 'off') return 'unchecked';
  const check = checkSignature(bytes, headers.get('x-li-signature'), clientSecret.reveal());
  if (check === 'valid') return 'valid';
  return check === 'missing' && row.pushSignature === 'if-present' ? 'absent' : null;
}

/** Events of a body, each with its text; null if there is one that cannot be read. */
function eventsOf(bytes: Uint8Array) {
  const found = [];
  const queue: unknown[] = [bytes];
  for (let input = queue.shift(); input !== undefined; input = queue.shift()) {
    const parsed = parsePushEvent(input);
    if (!parsed.ok || found.length >= maxEvents || !isPlain(parsed.event)) return null;
    queue.push(...parsed.event.further);
    found.push({ event: parsed.event, raw: JSON.stringify(parsed.event.raw) });
  }
  return found;
}

/** Whether type and id can stand in a column; a text with a NUL cannot. */
const isPlain = ({ type, requestId }: { type: string; requestId: string | undefined }): boolean =>
  [type, requestId ?? ''].every((text) => !/\p{Cc}/u.test(text) && text.isWellFormed());
