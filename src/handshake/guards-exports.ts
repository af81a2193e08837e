/** What the frame of an export panel may have its element fire about an export. */
import { isAtsId, type Rule } from './guards.ts';

const idOrNull = (value: unknown): boolean => value === null || isAtsId(value);

export const exportEvent: Rule = {
  name: /^rsc-export$/,
  detail: {
    exportId: /^[\w-]{32}$/,
    state: /^(received|fetched|review|delivered|dismissed|quarantined|lost)$/,
    candidateId: idOrNull,
    jobId: idOrNull,
    applicationId: idOrNull,
  },
};
