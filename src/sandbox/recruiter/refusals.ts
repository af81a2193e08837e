/** Pages for those who cannot come in: each says why, and what they can do. */
import { html } from 'hono/html';
import { page, panel, type Html } from '../pages/page.ts';
import type { Contract, Seat, SeatState } from '../state/organizations.ts';

const card = (title: string, status: number, body: Html): Promise<Response> =>
  page({
    kind: 'page',
    title,
    status,
    body: html`<main><div class="card">${body}</div></main>`,
  });

const otherAccount = html`<form method="post" action="/uas/logout">
    <button type="submit">Use another account</button>
  </form>
  <p><a href="/">Start page of the sandbox</a></p>`;

const reasons: Readonly<Record<SeatState, string>> = {
  ACTIVE: '',
  INACTIVE: 'your seat has been taken back',
  INVITED: 'you have not accepted the invitation to your seat',
  PARKED: 'your seat is parked',
};

/** @param state of a seat that cannot be used, or null if there is none */
export const noSeatPage = (name: string, state: SeatState | null): Promise<Response> =>
  card(
    'No Recruiter seat',
    403,
    panel(
      'seat',
      'You need a Recruiter seat',
      `${name}, Recruiter is for holders of an active seat, and ${
        state === null ? 'none is assigned to you' : reasons[state]
      }. Ask your Recruiter administrator, or sign in with another account.`,
      otherAccount,
    ),
  );

/** Somebody with several seats chooses one; all that is seen afterwards belongs to it. */
export const contractPage = (
  name: string,
  seats: readonly Seat[],
  contractOf: (urn: string) => Contract | undefined,
): Promise<Response> =>
  card(
    'Choose a contract',
    200,
    html`<h1>Choose a contract</h1>
      <p class="quiet">
        ${name}, you have a seat on several contracts. What you see and do belongs to one of them.
      </p>
      <ul class="accounts">
        ${seats.map((seat) => {
          const contract = contractOf(seat.contract)?.name ?? seat.contract;
          return html`<li>
            <div>
              <strong dir="auto">${contract}</strong><br />
              <span class="quiet small"
                >${seat.roles.includes('ADMIN_SEAT') ? 'Administrator' : 'Recruiter'}</span
              >
            </div>
            <form method="post" action="/talent/contract">
              <input type="hidden" name="seat" value="${seat.urn}" />
              <button class="main" type="submit">
                Choose<span class="hidden"> ${contract}</span>
              </button>
            </form>
          </li>`;
        })}
      </ul>`,
  );

export const crossSitePage = (): Promise<Response> =>
  card(
    'Not possible',
    403,
    html`<h1>Not possible</h1>
      <p>Forms of other sites are not accepted.</p>`,
  );

export const tooLargePage = (): Promise<Response> =>
  card(
    'Too long',
    413,
    html`<h1>That is too long</h1>
      <p>The form holds more than Recruiter takes. Go back and shorten the text.</p>`,
  );
