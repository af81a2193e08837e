/** Tells the host page of exports that came into the ATS or were decided, once each. */
import type { ExportView } from '../../protocol/exports.ts';
import { atsId } from '../../protocol/ids.ts';
import type { FrameSession } from '../session.ts';

export interface Teller {
  /** What has changed up to here is no news to anybody; the first place counts. */
  begin(cursor: number): void;
  /** Notes how an export stands, and tells it if it is news. */
  tell(view: ExportView): void;
  /** Another person, or another job: everything begins anew. */
  forget(): void;
}

interface Standing {
  readonly key: string;
  readonly cursor: number;
  readonly isSettled: boolean;
}

export function createTeller(session: Pick<FrameSession, 'send'>): Teller {
  const known = new Map<string, Standing>();
  let beginning: number | null = null;
  return {
    begin(cursor) {
      beginning ??= cursor;
    },

    tell(view) {
      const { id, cursor, state, working, candidateId, applicationId } = view;
      const before = known.get(id);
      // Half done is not done.
      if (working !== null || (before !== undefined && before.cursor > cursor)) return;
      const isSettled = state === 'delivered' || state === 'dismissed';
      const key = `${state} ${candidateId ?? ''} ${applicationId ?? ''}`;
      known.set(id, { key, cursor, isSettled });
      const isNews = cursor > (beginning ?? cursor) && before?.key !== key;
      // What was settled and is not any more has been taken back.
      if (!isNews || !(isSettled || before?.isSettled === true)) return;
      const jobId = atsId.safeParse(view.job?.id);
      session.send({
        t: 'event',
        name: 'rsc-export',
        detail: {
          exportId: id,
          state,
          ...(candidateId === null ? {} : { candidateId }),
          ...(jobId.success ? { jobId: jobId.data } : {}),
          ...(applicationId === null ? {} : { applicationId }),
        },
      });
    },

    forget() {
      known.clear();
      beginning = null;
    },
  };
}
