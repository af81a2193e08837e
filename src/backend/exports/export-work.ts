/** What the steps of an export have in common. */
import type { ExportNotice } from '../../protocol/exports.ts';
import type { LinkedInAccess } from '../onboarding/linkedin-access.ts';
import type { ExportEntry } from '../logging.ts';
import type { MemberAttachments } from './attachments.ts';
import type { ExportRow, ExportRows } from './export-rows.ts';
import type { AtsSink } from './ports.ts';
import type { ProfileSafe } from './stored-profile.ts';

export interface ExportWork {
  readonly rows: ExportRows;
  readonly safe: ProfileSafe;
  /** The ATS; each call of it ends in time. */
  readonly sink: AtsSink;
  readonly access: LinkedInAccess;
  readonly attachments: MemberAttachments;
  /** The ATS's id of the user who holds a seat; null if nobody knows. */
  readonly holderOf: (tenantId: string, seat: string) => Promise<string | null>;
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly alarm: (tenantId: string, code: ExportEntry['code']) => void;
}

/**
 * Does the next thing that an export needs.
 * @returns the export as it is then; null if somebody else has changed it meanwhile
 * @throws what the ATS, LinkedIn or the store throws; the step is tried again later
 */
export type ExportStep = (work: ExportWork, row: ExportRow) => Promise<ExportRow | null>;

/** Notices with others, each once, in the order they came. */
export const withNotices = (
  known: readonly ExportNotice[],
  ...more: readonly ExportNotice[]
): ExportNotice[] => [...new Set([...known, ...more])];

/** What a step leaves behind that went well. */
export const settled = { attempts: 0, errorCode: null } as const;
