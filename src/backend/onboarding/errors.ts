/**
 * Every way in which onboarding a customer can fail, in one table: whether the same call can succeed
 * later, and what somebody has to do. Codes are stable; `docs/onboarding.md` has a row for each.
 * No message holds what was entered, a secret, or what LinkedIn said.
 */

interface OnboardingErrorFacts {
  readonly retryable: boolean;
  /** What to do, for whoever operates the backend. */
  readonly help: string;
}

const row = (retryable: boolean, help: string): OnboardingErrorFacts => ({ retryable, help });

/** The table. A test keeps it in step with `docs/onboarding.md`. */
export const onboardingErrorTable = {
  input_invalid: row(false, 'Correct the fields that are named.'),
  foreign_id_taken: row(
    false,
    'Give this customer, and each of its environments, a uniqueForeignId of its own; to change ' +
      'the customer that has it, use update.',
  ),
  foreign_id_unknown: row(
    false,
    'LinkedIn has no application under the uniqueForeignId of this customer. If it was made by ' +
      'hand, look its secret up in the developer portal and set it with replaceClientSecret.',
  ),
  context_taken: row(
    false,
    'The organization or contract belongs to another customer. If both are instances of one ' +
      'company, create them with the same company; otherwise ask the administrator to choose ' +
      'their own contract.',
  ),
  customer_unknown: row(false, 'Check the id: there is no such customer.'),
  customer_left: row(false, 'The customer has left. Create it anew, under a new id.'),
  customer_not_ready: row(true, 'Run create again: it continues where it stopped.'),
  integration_unknown: row(false, 'The customer has not requested this integration yet.'),
  application_urn_unknown: row(
    false,
    'LinkedIn has the application and does not say its URN. Look it up in the developer portal ' +
      'and set it with update({ developerApplicationUrn }).',
  ),
  linkedin_unavailable: row(true, 'LinkedIn does not answer as it should. Run this again later.'),
  linkedin_refused: row(
    false,
    'LinkedIn refuses. Check the credentials of the application that is named, and that LinkedIn ' +
      'has allowed it what it asks for; then run this again.',
  ),
} as const satisfies Record<string, OnboardingErrorFacts>;

/** Stable identifier of a failure of onboarding. */
export type OnboardingErrorCode = keyof typeof onboardingErrorTable;

/** A field that is wrong and what it has to be, without what was entered. */
export interface FieldProblem {
  readonly field: string;
  /** Follows the name of the field: "must be …". */
  readonly fix: string;
}

/** Where a process of several steps stopped. */
export type OnboardingStep =
  | 'application'
  | 'credentials'
  | 'domains'
  | 'callback'
  | 'names'
  | 'configurations'
  | 'status'
  | 'purge';

export interface OnboardingErrorOptions {
  readonly cause?: unknown;
  readonly problems?: readonly FieldProblem[];
  readonly step?: OnboardingStep;
  /** When trying again makes sense, in milliseconds from now; undefined if nobody said. */
  readonly retryAfterMs?: number | undefined;
  /** HTTP status of LinkedIn's answer; undefined if there was none. */
  readonly status?: number | undefined;
}

/** A failure of onboarding. `message` says what happened and what to do. */
export class OnboardingError extends Error {
  override readonly name = 'OnboardingError';
  readonly code: OnboardingErrorCode;
  readonly problems: readonly FieldProblem[];
  readonly step: OnboardingStep | undefined;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;

  /** @param what what happened, as a sentence without its full stop */
  constructor(code: OnboardingErrorCode, what: string, options: OnboardingErrorOptions = {}) {
    const { problems = [], step } = options;
    const fields = problems.map(({ field, fix }) => `${field} ${fix}`).join('; ');
    const text = [what, fields].filter((part) => part !== '').join(': ');
    super(
      `${text}. ${onboardingErrorTable[code].help}`,
      'cause' in options ? { cause: options.cause } : undefined,
    );
    this.code = code;
    this.problems = problems;
    this.step = step;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
  }

  /** What to do. */
  get help(): string {
    return onboardingErrorTable[this.code].help;
  }

  /** Whether the same call can succeed a little later. */
  get retryable(): boolean {
    return onboardingErrorTable[this.code].retryable;
  }
}

/** An error about one field. */
export const fieldError = (
  code: OnboardingErrorCode,
  what: string,
  field: string,
  fix: string,
): OnboardingError => new OnboardingError(code, what, { problems: [{ field, fix }] });
