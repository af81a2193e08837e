/** What an ATS offers retrieval: who its users are, and where shared contact details go. */
import type { StubProfile } from '../../linkedin/index.ts';
import type { MatchReason } from '../../protocol/exports.ts';
import type { AtsSink } from '../exports/ports.ts';

/** A user of the ATS, as far as it takes to find the user's seats. */
export interface AtsUser {
  /** The id that stands as `sub` in signed contexts. */
  readonly id: string;
  /**
   * Only an address that the ATS has verified. Whoever could set it to a colleague's would read the
   * colleague's private notes.
   */
  readonly email?: string | undefined;
  /** Person URN, where the user has signed in to LinkedIn: surer than any address. */
  readonly member?: string | undefined;
}

/**
 * Finds users of the ATS by what LinkedIn tells of seats.
 * @returns those that have one of the addresses (in whatever case) or person URNs
 */
export type FindAtsUsers = (
  tenant: string,
  query: { readonly emails: readonly string[]; readonly members: readonly string[] },
) => readonly AtsUser[] | Promise<readonly AtsUser[]>;

/** What a member has shared, with the profile that LinkedIn gives along. */
export interface SharedContact {
  readonly tenant: string;
  /** LinkedIn's id of the stub profile: the same one may be told again, and has to count once. */
  readonly stubId: string;
  /** With e-mail addresses and phone numbers, as far as the member has shared them. */
  readonly profile: StubProfile;
  /** What the member has agreed to, to be kept with what is made of it. */
  readonly consent: {
    /** The member has answered an InMail and agreed to share contact details with its sender. */
    readonly via: 'inmail';
    readonly at: Date;
    /** Seat URN of the recruiter who was answered. */
    readonly seat: string;
    /** The same recruiter in the ATS; null if nobody knows. */
    readonly atsUserId: string | null;
  };
}

export const contactFields = [
  'personUrn',
  'headline',
  'title',
  'company',
  'location',
  'profileUrl',
  'emailAddresses',
  'phoneNumbers',
] as const;
export type ContactField = (typeof contactFields)[number];

/** One difference between what the ATS has and what was shared. */
export interface ContactChange {
  readonly field: ContactField;
  /** `add`: the ATS has nothing there, or a list without it. `differ`: it has another value. */
  readonly action: 'add' | 'differ';
  readonly old: string | null;
  readonly new: string;
}

interface Arrival {
  /** Where all of it comes from, to be kept with each field. */
  readonly source: 'linkedin_inmail';
  readonly contact: SharedContact;
}

/** What the ATS is to do with shared contact details. */
export type ContactArrival =
  | (Arrival & {
      readonly kind: 'enrich';
      readonly candidateId: string;
      /** By what the candidate was recognised. */
      readonly by: MatchReason;
      /** Nothing that is there is to be lost: apply `add`, show `differ` to somebody. */
      readonly changes: readonly ContactChange[];
    })
  | (Arrival & {
      readonly kind: 'lead';
      /** Candidates that may be the same person, where it is not clear which. */
      readonly possible: readonly string[];
    });

/**
 * Where contact details go that members share after an InMail. Candidates are looked for as with
 * exports, so that one object may serve both. Each method may be called again for the same stub,
 * after a failure or a crash: make `shared` idempotent by `contact.stubId`.
 */
export interface ContactSink extends Pick<AtsSink, 'find' | 'candidate'> {
  /** Enriches the candidate, or makes a lead. @returns the candidate it went to */
  shared(
    arrival: ContactArrival,
  ): { readonly candidateId: string } | Promise<{ readonly candidateId: string }>;
}

/** An exported member who closed the account: data about them may have to go. */
export interface ClosedProfile {
  readonly id: string;
  readonly tenant: string;
  /** Person URN. */
  readonly member: string;
  readonly profileUrl: string | null;
  /** Candidates known to be this member. */
  readonly candidateIds: readonly string[];
  readonly closedAt: Date;
  readonly foundAt: Date;
  readonly deletedAt: Date | null;
}

export interface ClosedProfilePorts {
  /** The customer has to be told [doc]. Called until it does not fail, so it has to be idempotent. */
  readonly onClosed?: (tenant: string, profiles: readonly ClosedProfile[]) => void | Promise<void>;
  /**
   * Deletes what the ATS has of a member; called before the kit deletes its own, and again after a
   * failure. @returns how many records it was
   */
  readonly deleteClosed?: (profile: ClosedProfile) => number | Promise<number>;
}
