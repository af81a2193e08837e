/** What the shell accepts from the frame of a profile widget, besides what every frame says. */
import { isFlag, isWhole, type Rule } from './guards.ts';

export const profileMessages: Readonly<Record<string, Rule>> = {
  size: { height: isWhole, 'user?': isFlag },
  event: {
    name: /^rsc-(un)?link$/,
    detail: { member: /^(?!.{201})urn:li:person:[\w-]+$/ },
  },
};
