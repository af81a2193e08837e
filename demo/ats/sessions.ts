/** Sessions of the ATS: who is signed in, by a random value in a cookie. */
import { createHash, randomBytes } from 'node:crypto';
import { accountById, type Account } from './accounts.ts';
import { randomId } from './records/random.ts';

export interface Session {
  /** Hash of the cookie's value; this, not the value, goes into signed contexts. */
  readonly sid: string;
  readonly account: Account;
  readonly settings: Settings;
  /** Words somebody has searched for, by an id that can stand in an address. */
  readonly searches: ReadonlyMap<string, string>;
}

/** How a person likes the pages. */
export interface Settings {
  readonly appearance: 'auto' | 'light' | 'dark';
  readonly direction: 'ltr' | 'rtl';
}

export const defaultSettings: Settings = { appearance: 'auto', direction: 'ltr' };

export const sessionCookie = 'fieldbook_session';

const maxSessions = 10_000;
const lifeMs = 12 * 3_600_000;
/** For each session; who goes further back sees everybody. */
const maxSearches = 50;

export interface SessionStore {
  /** Starts a session; the answer is the cookie's value. */
  start(accountId: string): string;
  /** The session of a cookie's value, or null. */
  find(value: string | undefined): Session | null;
  end(value: string | undefined): void;
  change(value: string | undefined, settings: Settings): void;
  /** Keeps the words of a search. @returns an id that says nothing about them */
  remember(session: Session, words: string): string;
}

const sidOf = (value: string): string =>
  createHash('sha256').update(`session:${value}`).digest('base64url');

export function createSessionStore(clock: () => number): SessionStore {
  const sessions = new Map<string, { session: Session; endsAtMs: number }>();
  return {
    start(accountId) {
      const account = accountById(accountId);
      if (account === null) throw new TypeError('there is no such account');
      const oldest = sessions.keys().next();
      if (sessions.size >= maxSessions && !oldest.done) sessions.delete(oldest.value);
      const value = randomBytes(24).toString('base64url');
      const sid = sidOf(value);
      const searches = new Map<string, string>();
      const session: Session = { sid, account, settings: defaultSettings, searches };
      sessions.set(sid, { session, endsAtMs: clock() + lifeMs });
      return value;
    },

    find(value) {
      if (value === undefined) return null;
      const sid = sidOf(value);
      const found = sessions.get(sid);
      if (found === undefined) return null;
      if (found.endsAtMs > clock()) return found.session;
      sessions.delete(sid);
      return null;
    },

    end(value) {
      if (value !== undefined) sessions.delete(sidOf(value));
    },

    change(value, settings) {
      const found = value === undefined ? undefined : sessions.get(sidOf(value));
      if (found !== undefined) found.session = { ...found.session, settings };
    },

    remember({ sid }, words) {
      const id = randomId();
      const found = sessions.get(sid);
      if (found === undefined) return id;
      const searches = new Map(
        [...found.session.searches, [id, words] as const].slice(-maxSearches),
      );
      found.session = { ...found.session, searches };
      return id;
    },
  };
}
