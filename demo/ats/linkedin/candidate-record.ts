/** Candidates of the ATS in the words of LinkedIn's sync. */
import type { CandidateRecord } from 'rsc-embed/linkedin';
import type { Candidate } from '../records/candidate.ts';

/**
 * @param candidate who is to be sent
 * @param origin of the ATS's pages, for the way back from Recruiter
 */
export function toCandidateRecord(candidate: Candidate, origin: string): CandidateRecord {
  const { id, firstName, lastName, email, phone, location, title, company } = candidate;
  const { linkedInUrl, linkedMember, createdAtMs, updatedAtMs } = candidate;
  const [city = '', country = ''] = location.split(', ');
  return {
    id,
    firstName,
    ...(lastName === '' ? {} : { lastName }),
    emailAddresses: email === null ? [] : [email],
    phoneNumbers: phone === null ? [] : [{ number: phone }],
    addresses: location === '' ? [] : [{ city, country }],
    atsCreatedAt: createdAtMs,
    atsLastModifiedAt: updatedAtMs,
    externalProfileUrl: `${origin}/candidates/${id}`,
    ...(company === '' ? {} : { currentCompanyName: company }),
    ...(title === '' ? {} : { currentJobTitle: title }),
    ...(linkedInUrl === null ? {} : { linkedInProfileUrl: linkedInUrl }),
    ...(linkedMember === null ? {} : { manualMatchedMember: linkedMember.urn }),
  };
}
