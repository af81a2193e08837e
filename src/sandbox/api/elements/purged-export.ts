/** An exported member who has closed the account: only the call is documented [unknown]. */
import type { PurgedExport } from '../../state/exports.ts';

export const purgedExportElement = (purged: PurgedExport): Record<string, unknown> => ({
  member: purged.member,
  profileUrl: purged.profileUrl,
  integrationContext: purged.integrationContext,
  exportType: purged.exportType,
  exportedAt: purged.exportedAtMs,
  purgedAt: purged.purgedAtMs,
});
