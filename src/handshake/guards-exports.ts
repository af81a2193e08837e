/** What the frame of an export panel may have its element fire. */
import { atsId, code, type Rule } from './guards.ts';

export const exportEvent: Rule = {
  name: /^rsc-export$/,
  detail: {
    exportId: /^[\w-]{32}$/,
    state: code,
    'candidateId?': atsId,
    'jobId?': atsId,
    'applicationId?': atsId,
  },
};

/** Stands here once more because a chunk of its own would cost a page more. */
export const openEvent: Rule = { name: /^rsc-open$/, detail: { candidateId: atsId } };
