/** Where contact details go that members share after an InMail: an enriched candidate, or a lead. */
import type { ContactSink, FindAtsUsers } from 'rsc-embed/backend';
import { accountById, accounts } from '../accounts.ts';
import { randomId } from '../records/random.ts';
import { enriched, newCandidate, toSinkCandidate, type Arrival } from './arrivals.ts';
import { finderOf, type SinkParts } from './sink.ts';

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

export function createContactSink(parts: SinkParts): ContactSink {
  const { tenant: own, candidates, clock } = parts;
  const find = finderOf(candidates);
  /** Candidate of each stub profile that has been taken. */
  const taken = new Map<string, string>();

  return {
    async find(tenant, key) {
      return tenant === own ? find(key).map(toSinkCandidate) : [];
    },

    async candidate(tenant, id) {
      const candidate = tenant === own ? candidates.byId(id) : null;
      return candidate === null ? null : toSinkCandidate(candidate);
    },

    async shared({ contact, ...arrival }) {
      const { stubId, profile, consent } = contact;
      const known = taken.get(stubId);
      if (known !== undefined) return { candidateId: known };
      const recruiter = accountById(consent.atsUserId ?? '')?.name ?? 'a recruiter';
      const details: Arrival = {
        profile,
        profileUrl: profile.profileUrl ?? null,
        text:
          `Contact details shared with ${recruiter} after an InMail, ` +
          `as agreed on ${dayFormat.format(consent.at)}`,
        source: 'LinkedIn InMail',
        atMs: clock(),
        documents: [],
      };
      const candidate = arrival.kind === 'enrich' ? candidates.byId(arrival.candidateId) : null;
      const candidateId = candidate?.id ?? `c${randomId()}`;
      taken.set(stubId, candidateId);
      candidates.put(
        candidate === null ? newCandidate(candidateId, details) : enriched(candidate, details),
      );
      return { candidateId };
    },
  };
}

/** Users of the ATS whose work address LinkedIn knows. */
export const findUsers: FindAtsUsers = (_tenant, { emails }) => {
  const wanted = new Set(emails.map((email) => email.toLowerCase()));
  return accounts
    .filter(({ email }) => wanted.has(email.toLowerCase()))
    .map(({ id, email }) => ({ id, email }));
};
