/** What frames that name candidates may have their element fire when a person opens one. */
import { atsId, type Rule } from './guards.ts';

export const openEvent: Rule = { name: /^rsc-open$/, detail: { candidateId: atsId } };
