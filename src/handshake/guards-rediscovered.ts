/** What the frame of rediscovered candidates may have its element fire. */
import { atsId, type Rule } from './guards.ts';

export const addEvent: Rule = {
  name: /^rsc-add$/,
  detail: { candidateId: atsId, jobId: atsId, 'applicationId?': atsId },
};

/** Stands here once more because a chunk of its own would cost a page more. */
export const openEvent: Rule = { name: /^rsc-open$/, detail: { candidateId: atsId } };
