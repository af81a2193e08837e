/** An exported member who has closed the account since; only the call is documented [unknown]. */
import { isRaw, msOf, pick, textOf, urnOf, type Raw } from './tolerant.ts';

export interface PurgedExport {
  /** Person URN of the member. */
  readonly member: string | undefined;
  readonly profileUrl: string | undefined;
  readonly integrationContext: string | undefined;
  /** Milliseconds since 1970 when LinkedIn deleted the data. */
  readonly purgedAtMs: number | undefined;
  readonly raw: Raw;
}

export function readPurgedExport(raw: unknown): PurgedExport {
  const element = isRaw(raw) ? raw : {};
  return {
    member: urnOf('person', pick(element, 'member', 'personUrn', 'candidate.member', 'person')),
    profileUrl: textOf(pick(element, 'profileUrl', 'candidate.profileUrl', 'publicProfileUrl')),
    integrationContext: textOf(pick(element, 'integrationContext')),
    purgedAtMs: msOf(pick(element, 'purgedAt', 'deletedAt', 'closedAt', 'created')),
    raw: element,
  };
}
