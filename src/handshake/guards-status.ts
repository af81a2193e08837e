/** What the shell accepts from the broker of the indicators, besides what every frame says. */
import { atsId, code, isFlag, isWhole, type Rule } from './guards.ts';

export const statusMessages: Readonly<Record<string, Rule>> = {
  statuses: {
    items: [
      {
        candidateId: atsId,
        synced: isFlag,
        'syncedAtMs?': isWhole,
        match: /^(none|automatic|manual)$/,
        observedAtMs: isWhole,
      },
      0,
      100,
    ],
  },
  'statuses-error': { ids: [atsId, 0, 100], code },
};
