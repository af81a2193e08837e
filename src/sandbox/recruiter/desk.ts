/**
 * Where each request to Recruiter comes in: who is there, with which seat, and whether the request
 * is one a page of ours made.
 */
import type { Context } from 'hono';
import { isSameOrigin, type Sessions } from '../login/sessions.ts';
import type { Contract, Organization, Seat } from '../state/organizations.ts';
import type { StoredAccount } from '../state/seed.ts';
import type { SandboxState } from '../state/store.ts';
import { contractPage, crossSitePage, noSeatPage, tooLargePage } from './refusals.ts';

/** Somebody with a seat who looks at a page or sends a form. */
export interface Visit {
  readonly url: URL;
  readonly account: StoredAccount;
  readonly seat: Seat;
  readonly contract: Contract;
  readonly organization: Organization;
  /** Whether the seat may switch integrations on and off. */
  readonly isAdmin: boolean;
  /** Whether the person has seats on other contracts as well. */
  readonly hasOtherSeats: boolean;
  /** Integrations that are ready and wait for the administrator. */
  readonly waiting: number;
  readonly nowMs: number;
}

type Answer = Response | Promise<Response>;
/** A handler of a route. */
export type Route = (context: Context) => Answer;

export interface Desk {
  /** A page for holders of a seat. */
  page(show: (visit: Visit, context: Context) => Answer): Route;
  /** A form of holders of a seat: same origin only. */
  form(take: (visit: Visit, form: URLSearchParams) => Answer): Route;
}

export interface DeskOptions {
  readonly state: SandboxState;
  readonly sessions: Sessions;
}

/** Longest form: notes may be long. */
const maxFormLength = 1_000_000;

export function createDesk({ state, sessions }: DeskOptions): Desk {
  /** The visit, or the page somebody gets instead. */
  function admit(request: Request): { visit: Visit; refusal: null } | { refusal: Answer } {
    const url = new URL(request.url);
    const account = sessions.accountOf(request);
    if (account === null) {
      const login = new URL('/uas/login', url);
      // A form cannot be sent again after signing in, so its page is not the way back.
      const isPage = request.method === 'GET';
      login.searchParams.set('next', isPage ? url.pathname + url.search : '/talent/search');
      return { refusal: redirect(login.pathname + login.search) };
    }
    const seats = state.organizations.seatsOfPerson(account.personUrn);
    const seat = sessions.seatOf(request);
    if (seat === null) {
      const active = seats.filter((one) => one.state === 'ACTIVE');
      return {
        refusal:
          active.length === 0
            ? noSeatPage(account.name, seats[0]?.state ?? null)
            : contractPage(account.name, active, (urn) => state.organizations.contracts.get(urn)),
      };
    }
    const contract = state.organizations.contracts.get(seat.contract);
    const organization = state.organizations.get(seat.organization);
    if (contract === undefined || organization === undefined) {
      return { refusal: noSeatPage(account.name, null) };
    }
    const isAdmin = seat.roles.includes('ADMIN_SEAT');
    return {
      refusal: null,
      visit: {
        url,
        account,
        seat,
        contract,
        organization,
        isAdmin,
        waiting: isAdmin ? countWaiting(state, seat) : 0,
        hasOtherSeats: seats.filter((one) => one.state === 'ACTIVE').length > 1,
        nowMs: state.now(),
      },
    };
  }

  return {
    page: (show) => (context) => {
      const admission = admit(context.req.raw);
      return admission.refusal ?? show(admission.visit, context);
    },

    form: (take) => async (context) => {
      const request = context.req.raw;
      if (!isSameOrigin(request)) return crossSitePage();
      const text = await request.text();
      if (text.length > maxFormLength) return tooLargePage();
      // Only now: between here and the answer nothing waits, so a form is stored whole or not at all.
      const admission = admit(request);
      return admission.refusal ?? take(admission.visit, new URLSearchParams(text));
    },
  };
}

const countWaiting = (state: SandboxState, { organization, contract }: Seat): number =>
  [organization, contract]
    .flatMap((context) => state.integrations.at(context))
    .filter(({ onboardingStatus }) => onboardingStatus === 'CONFIGURED').length;

/** Sends a browser on after a form, so that going back or reloading sends nothing again. */
export const redirect = (location: string): Response =>
  new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
