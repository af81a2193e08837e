/** Stages of applications, as part of the timeline of a candidate. */
import {
  pageOf,
  type SourceItem,
  type TimelineScope,
  type TimelineSource,
} from 'rsc-embed/backend';
import { stageName, stagesOf } from '../records/candidate.ts';
import { talentPool } from '../records/openings.ts';
import type { CandidateStore } from '../records/store.ts';

/** @param tenant id of the customer at the partner */
export function createStageHistory(tenant: string, candidates: CandidateStore): TimelineSource {
  const itemsOf = (scope: TimelineScope): SourceItem[] => {
    const candidate = scope.tenant === tenant ? candidates.byId(scope.candidateId) : null;
    const applications = candidate?.applications ?? [];
    return applications
      .filter(({ opening }) => opening !== talentPool)
      .flatMap((application) =>
        stagesOf(application).map(({ stage, atMs }, index, all): SourceItem => {
          const from = all[index - 1];
          return {
            id: `${application.id}-${String(index)}`,
            kind: 'stage_changed',
            atMs,
            facts: [
              { name: 'job', value: application.opening.title },
              ...(from === undefined ? [] : [{ name: 'from', value: stageName(from.stage) }]),
              { name: 'to', value: stageName(stage) },
            ],
          };
        }),
      );
  };

  return {
    name: 'stage',
    kinds: ['stage_changed'],
    page: async (scope, page) => pageOf(itemsOf(scope), page),
    item: async (scope, id) => itemsOf(scope).find((item) => item.id === id) ?? null,
  };
}
