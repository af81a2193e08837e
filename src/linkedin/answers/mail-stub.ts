/** A member's contact details, shared on the first reply to an InMail [doc, fields cut]. */
import { isRaw, msOf, pick, textOf, urnOf, type Raw } from './tolerant.ts';
import { readStubProfile, type StubProfile } from './stub-profile.ts';

export interface MailStub {
  readonly id: string | undefined;
  readonly profile: StubProfile;
  readonly contract: string | undefined;
  /** Seat URN of the recruiter who was answered. */
  readonly owner: string | undefined;
  /** Milliseconds since 1970. */
  readonly createdAtMs: number | undefined;
  readonly raw: Raw;
}

export function readMailStub(raw: unknown): MailStub {
  const element = isRaw(raw) ? raw : {};
  const nested = pick(element, 'stubProfile', 'candidate', 'profile');
  return {
    id: textOf(pick(element, 'id', 'entityUrn')),
    profile: readStubProfile(isRaw(nested) ? nested : element),
    contract: urnOf('contract', pick(element, 'contract')),
    owner: urnOf('seat', pick(element, 'owner', 'seat')),
    createdAtMs: msOf(pick(element, 'createdDate', 'created', 'createdAt')),
    raw: element,
  };
}
