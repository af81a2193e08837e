/** By what a member is recognised in the ATS: the keys of a profile, the surest first. */
import type { StubProfile } from '../../linkedin/index.ts';
import type { CandidateKey } from './ports.ts';

/**
 * Address of a LinkedIn profile in the one form that can be compared:
 * `https://www.linkedin.com/in/ada-byron`, whatever the language, device or campaign it came by.
 * @returns null if it is no address of a member's profile
 */
export function normalProfileUrl(text: string): string | null {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text.trim()) ? text.trim() : `https://${text.trim()}`;
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, pathname } = new URL(address);
  const isLinkedIn = hostname === 'linkedin.com' || hostname.endsWith('.linkedin.com');
  if (!/^https?:$/.test(protocol) || !isLinkedIn) return null;
  const [, slug = ''] = /^\/in\/([^/]+)/i.exec(pathname) ?? [];
  if (slug === '') return null;
  try {
    const name = decodeURIComponent(slug).normalize('NFC').toLowerCase();
    return `https://www.linkedin.com/in/${encodeURIComponent(name)}`;
  } catch {
    return null;
  }
}

/** An http(s) address that may be shown and followed; null for anything else. */
export function webUrl(text: string | undefined): string | null {
  if (text === undefined || text.length > 2_000 || !URL.canParse(text)) return null;
  return /^https?:\/\//i.test(text) ? new URL(text).href : null;
}

const clean = (text: string | undefined): string =>
  (text ?? '').normalize('NFKC').replaceAll(/\s+/g, ' ').trim();

/** Keys of a profile, in the order in which they are tried. */
export function keysOf(profile: StubProfile): CandidateKey[] {
  const { member, profileUrl, emailAddresses, employerNames } = profile;
  const keys: CandidateKey[] = [];
  if (member !== undefined) keys.push({ by: 'person', personUrn: member });
  const url = profileUrl === undefined ? null : normalProfileUrl(profileUrl);
  if (url !== null) keys.push({ by: 'profile_url', profileUrl: url });
  for (const address of emailAddresses) {
    const email = clean(address).toLowerCase();
    if (/^[^@\s]+@[^@\s]+$/.test(email)) keys.push({ by: 'email', email });
  }
  const [firstName, lastName] = [clean(profile.firstName), clean(profile.lastName)];
  const company = clean(employerNames[0]);
  if (firstName !== '' && lastName !== '' && company !== '') {
    keys.push({ by: 'name_company', firstName, lastName, company });
  }
  return keys;
}
