/** What the frame of a profile widget may have its element fire. */
import type { Rule } from './guards.ts';

export const profileEvent: Rule = {
  name: /^rsc-(un)?link$/,
  detail: { member: /^(?!.{201})urn:li:person:[\w-]+$/ },
};
