/** What an ATS would learn of a candidate from the contact details a member has shared. */
import type { StubProfile } from '../../linkedin/index.ts';
import type { SinkCandidate } from '../exports/ports.ts';
import { normalProfileUrl } from '../exports/profile-keys.ts';
import type { ContactChange, ContactField } from './ports.ts';

/** Differences between a candidate and what was shared, in the order of the fields. */
export function changesOf(profile: StubProfile, candidate: SinkCandidate): ContactChange[] {
  const single: readonly (readonly [ContactField, string | undefined, string | undefined])[] = [
    ['personUrn', candidate.personUrn, profile.member],
    ['headline', candidate.headline, profile.headline],
    ['title', candidate.title, profile.jobTitle],
    ['company', candidate.company, profile.employerNames[0]],
    ['location', candidate.location, profile.locationName],
    ['profileUrl', candidate.profileUrl, profile.profileUrl],
  ];
  const lists = [
    ['emailAddresses', candidate.emailAddresses, profile.emailAddresses, plainOf],
    ['phoneNumbers', candidate.phoneNumbers, profile.phoneNumbers, digitsOf],
  ] as const;
  const changes: ContactChange[] = [];
  for (const [field, old = '', next = ''] of single) {
    if (next === '' || plainOf(old) === plainOf(next)) continue;
    if (field === 'profileUrl' && isSameProfile(old, next)) continue;
    changes.push(
      old === ''
        ? { field, action: 'add', old: null, new: next }
        : { field, action: 'differ', old, new: next },
    );
  }
  for (const [field, old = [], shared, keyOf] of lists) {
    const present = new Set(old.map(keyOf));
    for (const next of shared) {
      if (next === '' || present.has(keyOf(next))) continue;
      present.add(keyOf(next));
      changes.push({ field, action: 'add', old: null, new: next });
    }
  }
  return changes;
}

/** Texts that only look different are the same one. */
const plainOf = (text: string): string =>
  text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase();

const isSameProfile = (old: string, next: string): boolean =>
  normalProfileUrl(old) !== null && normalProfileUrl(old) === normalProfileUrl(next);

const digitsOf = (phone: string): string => phone.replaceAll(/[^\d+]/g, '');
