/** What the shell accepts from the broker of the indicators, besides what every frame says. */
import {
  atsId,
  bool,
  code,
  int,
  list,
  maybe,
  oneOf,
  retryAfterMs,
  shape,
  type Check,
} from './guards.ts';

export const statusMessages: Readonly<Record<string, Check>> = {
  statuses: shape({
    items: list(
      shape({
        candidateId: atsId,
        synced: bool,
        syncedAtMs: maybe(int(0)),
        match: oneOf('none automatic manual'),
        observedAtMs: int(0),
      }),
      0,
      100,
    ),
  }),
  'statuses-error': shape({ ids: list(atsId, 0, 100), code, retryAfterMs }),
};
