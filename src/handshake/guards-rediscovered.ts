/** What the frame of rediscovered candidates may have its element fire about an application. */
import { atsId, isAtsId, type Rule } from './guards.ts';

export const addEvent: Rule = {
  name: /^rsc-add$/,
  detail: {
    candidateId: atsId,
    jobId: atsId,
    applicationId: (id: unknown) => id === null || isAtsId(id),
  },
};
