/**
 * Events as an attacker, a broken network or a careless peer would send them, for testing receivers.
 * None is repeated by schedule, and none is LinkedIn's.
 */
import type { Collection } from '../state/collection.ts';
import { requestLifeMs } from '../state/notifications.ts';
import type { SandboxState } from '../state/store.ts';
import { eventBody, type Event, type EventShape } from './event-body.ts';
import { signatureOf } from './signature.ts';

export interface TestEvent {
  readonly body: Uint8Array;
  /** Null for none. */
  readonly signature: string | null;
  readonly cutAfterBytes?: number;
}

/** Kinds of test events, and what each is for. */
export const testEventKinds = {
  signed: 'as LinkedIn would send it, of any type and request id',
  unsigned: 'without a signature',
  forged: "signed with a key that is nobody's",
  resigned: 'signed with the secret of another application',
  tampered: 'changed after it was signed',
  truncated: 'ends early; signed when it was whole',
  interrupted: 'the connection breaks in the middle of the body',
  malformed: 'signed, but no JSON',
  oversized: 'signed, and 2 MB long',
  unknown_type: 'signed, of a type nobody knows',
  stale: 'signed; what it points at can no longer be fetched, as it is older than a day',
  foreign: 'signed; what it points at is another application’s',
} as const;
export type TestEventKind = keyof typeof testEventKinds;

export interface TestEventRequest {
  readonly clientId: string;
  readonly kind: TestEventKind;
  readonly shape: EventShape;
  readonly type: string;
  /** One that points at nothing, unless told otherwise. */
  readonly requestId?: string | undefined;
}

const oversizedBytes = 2 * 1024 * 1024;

/** @returns null if there is nothing of the kind to send: no other application has been told anything */
export function makeTestEvent(state: SandboxState, request: TestEventRequest): TestEvent | null {
  const { clientId, kind, shape, type } = request;
  const secret = state.applications.get(clientId)?.clientSecret ?? '';
  const requestId = request.requestId ?? requestIdFor(state, clientId, kind);
  if (requestId === null) return null;
  const event: Event = { type, requestId, notificationId: crypto.randomUUID() };
  const whole = eventBody(event, shape);
  const signed = (body: Uint8Array): TestEvent => ({ body, signature: signatureOf(body, secret) });
  switch (kind) {
    case 'signed':
    case 'stale':
    case 'foreign':
      return signed(whole);
    case 'unsigned':
      return { body: whole, signature: null };
    case 'forged':
      return { body: whole, signature: signatureOf(whole, crypto.randomUUID()) };
    case 'resigned':
      return { body: whole, signature: signatureOf(whole, secretOfAnother(state, clientId)) };
    case 'tampered': {
      const other = eventBody({ ...event, requestId: crypto.randomUUID() }, shape);
      return { body: other, signature: signatureOf(whole, secret) };
    }
    case 'truncated':
      return { ...signed(whole), body: whole.subarray(0, whole.length >> 1) };
    case 'interrupted':
      return { ...signed(whole), cutAfterBytes: whole.length >> 1 };
    case 'malformed':
      return signed(whole.subarray(0, whole.length >> 1));
    case 'oversized':
      return signed(padded(whole));
    case 'unknown_type':
      return signed(eventBody({ ...event, type: 'SOMETHING_NEW' }, shape));
  }
}

/**
 * A recruiter's export whose `integrationContext` is another customer's, although it is fetched
 * with the application's own token: what an application must look at before it takes anything in
 * [doc]. It is pushed like any other.
 * @returns its request id
 */
export function addForeignExport(state: SandboxState, clientId: string): string {
  const own = new Set(state.integrations.of(clientId).map((one) => one.integrationContext));
  const other = [...state.organizations.values()].find(({ urn }) => !own.has(urn));
  const [member] = state.members.values();
  return state.exports.requests.add({
    clientId,
    integrationContext: other?.urn ?? 'urn:li:organization:999999999',
    jobPostingId: null,
    exportType: 'PROFILE',
    member: member?.personUrn ?? 'urn:li:person:nobody',
    seat: 'urn:li:seat:999999999',
    createdAtMs: state.now(),
  });
}

function requestIdFor(state: SandboxState, clientId: string, kind: TestEventKind): string | null {
  const exported = state.exports.requests.all;
  if (kind === 'stale') {
    const bornMs = state.now() - requestLifeMs;
    return (
      keyOf(exported, (one) => one.clientId === clientId && one.createdAtMs <= bornMs) ?? uuid()
    );
  }
  if (kind !== 'foreign') return uuid();
  return keyOf(exported, (one) => one.clientId !== clientId);
}

const uuid = (): string => crypto.randomUUID();

/** Key of the last value for which a test holds, or null. */
function keyOf<T>(values: Collection<T>, holds: (value: T) => boolean): string | null {
  let found: string | null = null;
  for (const key of values.keys()) {
    const value = values.get(key);
    if (value !== undefined && holds(value)) found = key;
  }
  return found;
}

function secretOfAnother(state: SandboxState, clientId: string): string {
  for (const other of state.applications.values()) {
    if (other.clientId !== clientId) return other.clientSecret;
  }
  return uuid();
}

/** Blanks around JSON change nothing in it. */
function padded(body: Uint8Array): Uint8Array {
  const long = new Uint8Array(oversizedBytes).fill(0x20);
  long.set(body);
  return long;
}
