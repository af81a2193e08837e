/**
 * Who is signed in. A session is a cookie of the sandbox's own: first-party at top level. In frames,
 * where browsers withhold that one, it is a second cookie, partitioned by the page around it, which
 * is handed over from the first by a code that works once.
 */
import type { Seat } from '../state/organizations.ts';
import type { StoredAccount } from '../state/seed.ts';
import type { SandboxState } from '../state/store.ts';
import { activeSeats, findAccount } from './accounts.ts';

const firstPartyCookie = 'li_session';
const frameCookie = 'li_frame_session';
/** Milliseconds a hand-over code can be used. */
export const handoverLifeMs = 60_000;

export interface SessionOptions {
  readonly state: SandboxState;
  readonly clock: () => number;
  /** Host names (with port) that are always signed in as an account, or never (null). */
  readonly presetSessions: Readonly<Record<string, string | null>>;
}

export interface Sessions {
  /** The account signed in where the request comes from, or null. */
  accountOf(request: Request): StoredAccount | null;
  /**
   * The seat somebody works with: the one that was chosen, or the only one there is.
   * @returns null if there is none, or several and none has been chosen
   */
  seatOf(request: Request): Seat | null;
  /** Chooses one of the seats of who is signed in. @returns false if it is not among them */
  chooseSeat(request: Request, seatUrn: string): boolean;
  /** @returns the value of a Set-Cookie header */
  signIn(accountId: string): { readonly cookie: string; readonly sessionId: string };
  /** A code by which a frame joins the session; works once, for a minute. */
  handoverCode(sessionId: string): string;
  sessionIdOf(request: Request): string | null;
  /** Redeems a code. @returns the Set-Cookie header for a frame, or null if the code is no good */
  redeem(code: string): string | null;
  /** Ends the session of a request everywhere. @returns Set-Cookie headers */
  signOut(request: Request): string[];
}

export function createSessions({ state, clock, presetSessions }: SessionOptions): Sessions {
  const sessions = new Map<
    string,
    { readonly accountId: string; readonly seatUrn: string | null }
  >();
  const codes = new Map<string, { sessionId: string; expiresAtMs: number }>();

  const sessionIdOf = (request: Request): string | null => {
    const cookies = parseCookies(request.headers.get('cookie') ?? '');
    for (const name of [firstPartyCookie, frameCookie]) {
      const id = cookies.get(name);
      if (id !== undefined && sessions.has(id)) return id;
    }
    return null;
  };

  const sessionOf = (request: Request) => sessions.get(sessionIdOf(request) ?? '') ?? null;

  const accountOf = (request: Request): StoredAccount | null => {
    const { host } = new URL(request.url);
    const accountId = Object.hasOwn(presetSessions, host)
      ? presetSessions[host]
      : sessionOf(request)?.accountId;
    return findAccount(state, accountId ?? '');
  };

  const seatsOf = (request: Request): Seat[] => {
    const account = accountOf(request);
    return account === null ? [] : activeSeats(state, account);
  };

  return {
    sessionIdOf,
    accountOf,

    seatOf(request) {
      const seats = seatsOf(request);
      const [first = null, ...others] = seats;
      if (others.length === 0) return first;
      const chosen = sessionOf(request)?.seatUrn;
      return seats.find(({ urn }) => urn === chosen) ?? null;
    },

    chooseSeat(request, seatUrn) {
      const id = sessionIdOf(request);
      const session = sessionOf(request);
      if (id === null || session === null) return false;
      if (!seatsOf(request).some(({ urn }) => urn === seatUrn)) return false;
      sessions.set(id, { ...session, seatUrn });
      return true;
    },

    signIn(accountId) {
      const sessionId = secret();
      sessions.set(sessionId, { accountId, seatUrn: null });
      return {
        sessionId,
        cookie: `${firstPartyCookie}=${sessionId}; Path=/; HttpOnly; SameSite=Lax`,
      };
    },

    handoverCode(sessionId) {
      const nowMs = clock();
      for (const [code, { expiresAtMs }] of codes) if (expiresAtMs <= nowMs) codes.delete(code);
      const code = secret();
      codes.set(code, { sessionId, expiresAtMs: nowMs + handoverLifeMs });
      return code;
    },

    redeem(code) {
      const found = codes.get(code);
      codes.delete(code);
      if (found === undefined || found.expiresAtMs <= clock()) return null;
      if (!sessions.has(found.sessionId)) return null;
      return `${frameCookie}=${found.sessionId}; Path=/; HttpOnly; Secure; SameSite=None; Partitioned`;
    },

    signOut(request) {
      const id = sessionIdOf(request);
      if (id !== null) sessions.delete(id);
      return [
        `${firstPartyCookie}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`,
        `${frameCookie}=; Path=/; HttpOnly; Secure; SameSite=None; Partitioned; Max-Age=0`,
      ];
    },
  };
}

const secret = (): string => crypto.randomUUID().replaceAll('-', '');

function parseCookies(header: string): Map<string, string> {
  return new Map(
    header.split(';').flatMap((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()] as const];
    }),
  );
}

/** Requests that change something come from a page of ours: the browser itself says so. */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  return request.headers.get('origin') === new URL(request.url).origin;
}
