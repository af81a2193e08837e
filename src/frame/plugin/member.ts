/**
 * LinkedIn's callbacks hand over the member, but its documents disagree about how: as a person URN,
 * or as an object that holds one. Whatever comes is searched for a URN, and nothing else of it is
 * used.
 */
import { personUrn } from '../../protocol/ids.ts';

const likelyKeys = ['personUrn', 'member', 'memberUrn', 'urn', 'entityUrn', 'id'];
const maxDepth = 3;
const maxValues = 50;

/** The first valid person URN in what a callback was called with, or null. */
export function memberOf(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') {
    const text = value.trim();
    return personUrn.safeParse(text).success ? text : null;
  }
  if (typeof value !== 'object' || value === null || depth >= maxDepth) return null;
  const fields = value as Record<string, unknown>;
  const candidates = [
    ...likelyKeys.filter((key) => Object.hasOwn(fields, key)).map((key) => fields[key]),
    ...Object.values(fields).slice(0, maxValues),
  ];
  for (const candidate of candidates) {
    const member = memberOf(candidate, depth + 1);
    if (member !== null) return member;
  }
  return null;
}
