/** Contact details a member shared: `emailAddress` is a text since March 2024 [doc], the rest [unknown]. */
import type { MailStub } from '../../state/mail-stubs.ts';
import type { Person } from '../../state/people.ts';
import { stubProfile } from './stub-profile.ts';

/** @param person undefined once the account is closed */
export const mailStubElement = (
  stub: MailStub,
  person: Person | undefined,
): Record<string, unknown> => ({
  id: stub.id,
  contract: stub.contract,
  owner: stub.owner,
  createdDate: stub.createdAtMs,
  ...(person === undefined ? { member: stub.member } : stubProfile(person)),
  emailAddress: stub.emailAddress,
  phoneNumbers: stub.phoneNumber === null ? [] : [{ number: stub.phoneNumber }],
});
