/** A candidate as LinkedIn has it, with its matches [doc for the two fields of matches]. */
import type { CandidateView } from '../records/candidate.ts';
import { isRaw, msOf, pick, textOf, textsOf, urnOf, type Raw } from './tolerant.ts';

export interface SyncedCandidate extends CandidateView {
  /** Under the names of the API's generation. */
  readonly raw: Raw;
}

/** The fields that are asked for, under our names. */
export const candidateFields = [
  'atsCreatedAt',
  'atsLastModifiedAt',
  'matchedMembers',
  'manualMatchedMember',
] as const;

/**
 * @param entity under our names
 * @param raw under LinkedIn's
 */
export function readCandidate(entity: Raw, raw: Raw): SyncedCandidate {
  const members = pick(entity, 'matchedMembers');
  const manual = memberOf(pick(entity, 'manualMatchedMember'));
  return {
    atsCreatedAt: msOf(pick(entity, 'atsCreatedAt')) ?? 0,
    atsLastModifiedAt: msOf(pick(entity, 'atsLastModifiedAt')) ?? 0,
    matchedMembers: Array.isArray(members)
      ? members.flatMap((member) => memberOf(member) ?? [])
      : textsOf(members),
    ...(manual === undefined ? {} : { manualMatchedMember: manual }),
    raw,
  };
}

const memberOf = (value: unknown): string | undefined =>
  isRaw(value) ? urnOf('person', value) : urnOf('person', textOf(value));
