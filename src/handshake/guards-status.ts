/** What the shell accepts from the broker of the indicators, besides what every frame says. */
import { atsId, code, wholeNumber, type Rule } from './guards.ts';

export const statusMessages: Readonly<Record<string, Rule>> = {
  statuses: {
    items: [
      {
        candidateId: atsId,
        synced: true,
        'syncedAtMs?': wholeNumber,
        match: /^(none|automatic|manual)$/,
        observedAtMs: wholeNumber,
      },
      0,
      100,
    ],
  },
  'statuses-error': { ids: [atsId, 0, 100], code, 'retryAfterMs?': 86_400_000 },
};
