/**
 * Every state of an element, and what is really arranged so that it comes about. Nothing here is
 * painted: each row names a login, a signer, a way to the backend, and a candidate.
 */
import type { ElementState } from 'rsc-embed/protocol';
import type { Widget } from './elements.ts';
import { activityStates } from './activity-states.ts';
import { exportStates } from './export-states.ts';
import { rediscoveredStates, type HarnessJob } from './rediscovered-states.ts';
import { settingsStates } from './settings-states.ts';
import type { Issuer, Person } from './signers.ts';

export interface StateSpec {
  readonly id: string;
  readonly label: string;
  /** What is arranged, for the person who reads the preview. */
  readonly cause: string;
  readonly tenant: Issuer;
  /** Customer whose settings, past applicants, exports or activities are shown, which has to be in the backend's store. */
  readonly settingsOf: Issuer;
  readonly person: Person;
  /** Which host name of the backend's port the frames come from. */
  readonly via: 'backend' | 'slow' | 'down';
  readonly candidate: 'matched' | 'unmatched' | 'notSynced';
  /** Job that past applicants are looked for. */
  readonly job: HarnessJob;
  readonly offline?: boolean;
  /** Leaves the candidate id out of the markup. */
  readonly badAttribute?: boolean;
  /** Ends the session from the ATS's server once the element is ready. */
  readonly revoke?: boolean;
  /** Patience of the element in milliseconds, where the usual one would end the state. */
  readonly deadlineMs?: number;
  /** States in which an element comes to rest; left out for those that do not have this one. */
  readonly expected: Readonly<Partial<Record<Widget, readonly ElementState[]>>>;
}

/** Of elements about candidates. */
const candidates = (...states: readonly ElementState[]): StateSpec['expected'] => ({
  'profile-widget': states,
  'in-ats-indicator': states,
});
const all = (...states: readonly ElementState[]): StateSpec['expected'] => ({
  ...candidates(...states),
  'integration-settings': states,
  'rediscovered-candidates': states,
  'export-panel': states,
  activity: states,
});

/** Of elements that show something different to whom LinkedIn does not know. */
const byAccount = (...states: readonly ElementState[]): StateSpec['expected'] => ({
  ...candidates(...states),
  'integration-settings': states,
});

const usual = {
  tenant: 'harness',
  settingsOf: 'harness-enabled',
  person: 'recruiter',
  via: 'backend',
  candidate: 'matched',
  job: 'harness-job',
} as const;

export const states: readonly StateSpec[] = [
  {
    ...usual,
    id: 'loading',
    label: 'Loading',
    cause: 'The backend accepts the request for a session and never answers it.',
    via: 'slow',
    deadlineMs: 2_147_483_647,
    expected: all('loading', 'authorizing'),
  },
  {
    ...usual,
    id: 'matched',
    label: 'Matched',
    cause: 'LinkedIn has matched the candidate; a recruiter with a seat is looking.',
    expected: candidates('ready'),
  },
  {
    ...usual,
    id: 'unmatched',
    label: 'Unmatched',
    cause: 'The candidate is synced, but LinkedIn knows no member who fits.',
    candidate: 'unmatched',
    expected: candidates('ready'),
  },
  {
    ...usual,
    id: 'not-synced',
    label: 'Not synced yet',
    cause: 'The candidate exists in the ATS and was never sent to LinkedIn.',
    candidate: 'notSynced',
    expected: candidates('ready'),
  },
  ...settingsStates.map((state) => ({ ...usual, ...state })),
  ...rediscoveredStates.map((state) => ({ ...usual, ...state })),
  ...exportStates.map((state) => ({ ...usual, ...state })),
  ...activityStates.map((state) => ({ ...usual, ...state })),
  {
    ...usual,
    id: 'signed-out-of-linkedin',
    label: 'Signed out of LinkedIn',
    cause: 'Nobody is signed in to LinkedIn. Indicators do not need it.',
    tenant: 'harness-signed-out',
    settingsOf: 'harness-new-signed-out',
    expected: byAccount('ready'),
  },
  {
    ...usual,
    id: 'no-seat',
    label: 'No Recruiter seat',
    cause: 'The person is signed in to LinkedIn without a seat. Indicators do not need one.',
    tenant: 'harness-no-seat',
    settingsOf: 'harness-new-no-seat',
    expected: byAccount('ready'),
  },
  {
    ...usual,
    id: 'hiring-manager',
    label: 'Not allowed',
    cause: 'A hiring manager is looking, whom the ATS gives no right to LinkedIn data.',
    person: 'manager',
    expected: all('not_allowed'),
  },
  {
    ...usual,
    id: 'signed-out-of-ats',
    label: 'Signed out of the ATS',
    cause: 'The session in the ATS has ended; its signer answers 401.',
    person: 'nobody',
    expected: all('signed_out'),
  },
  {
    ...usual,
    id: 'revoked',
    label: 'Session revoked',
    cause:
      'The ATS revokes the session at the backend as soon as the element is ready. ' +
      'Indicators learn of it with their next request.',
    person: 'leaving',
    revoke: true,
    expected: {
      'profile-widget': ['revoked', 'signed_out'],
      'in-ats-indicator': ['ready', 'revoked', 'signed_out'],
      'integration-settings': ['revoked', 'signed_out'],
      'rediscovered-candidates': ['revoked', 'signed_out'],
      'export-panel': ['revoked', 'signed_out'],
      activity: ['revoked', 'signed_out'],
    },
  },
  {
    ...usual,
    id: 'expired-context',
    label: 'Expired context',
    cause: 'The clock of the signing server is an hour back.',
    person: 'late',
    expected: all('ctx_rejected'),
  },
  {
    ...usual,
    id: 'refused-origin',
    label: 'Refused origin',
    cause: 'This site is not among the origins registered for the customer.',
    tenant: 'harness-elsewhere',
    settingsOf: 'harness-elsewhere',
    expected: all('frame_refused'),
  },
  {
    ...usual,
    id: 'backend-down',
    label: 'Backend down',
    cause: 'The host that serves frames and API drops every connection.',
    via: 'down',
    expected: all('no_response'),
  },
  {
    ...usual,
    id: 'offline',
    label: 'Offline',
    cause: 'The browser says it has no network, and nothing reaches the backend.',
    via: 'down',
    offline: true,
    expected: all('offline'),
  },
  {
    ...usual,
    id: 'signer-busy',
    label: 'Signer busy',
    cause: "The ATS's signer answers 429 and asks for half a minute.",
    person: 'hasty',
    // The element waits and tries again by itself.
    expected: all('authorizing', 'loading', 'backend_429'),
  },
  {
    ...usual,
    id: 'signer-down',
    label: 'Signer down',
    cause: "The ATS's signer answers 500 with a page of HTML.",
    person: 'unlucky',
    expected: all('authorizing', 'loading', 'ctx_rejected'),
  },
  {
    ...usual,
    id: 'bad-attribute',
    label: 'Missing attribute',
    cause: 'The markup names no candidate, or no job.',
    badAttribute: true,
    expected: {
      ...candidates('misconfigured'),
      'rediscovered-candidates': ['misconfigured'],
      activity: ['misconfigured'],
    },
  },
];

/** The state of that id, or undefined. */
export const stateOf = (id: string): StateSpec | undefined =>
  states.find((state) => state.id === id);

/** The same for an id that has been looked at already. */
export function needState(id: string): StateSpec {
  const state = stateOf(id);
  if (state === undefined) throw new TypeError('only states that there are get here');
  return state;
}

export const hasState = (widget: Widget, { expected }: StateSpec): boolean =>
  expected[widget] !== undefined;

/** The customer that a preview is about. */
export const customerOf = (widget: Widget, { tenant, settingsOf }: StateSpec): Issuer =>
  widget === 'profile-widget' || widget === 'in-ats-indicator' ? tenant : settingsOf;
