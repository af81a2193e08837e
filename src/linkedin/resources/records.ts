/** The records an ATS keeps at LinkedIn, resource by resource: candidates to attachments. */
import type { EntityRecord } from '../forms.ts';
import type { Platform } from '../platform.ts';
import { createCandidatesApi, type CandidatesApi } from './candidates.ts';
import { byId, byKey, type EngineOf, type RecordsApi } from './records-api.ts';

/** Keys of records that hang on another one. */
export interface CandidateChild {
  readonly candidateId: string;
  readonly id: string;
}
export interface ApplicationChild {
  readonly applicationId: string;
  readonly id: string;
}
export interface JobRequisitionChild {
  readonly jobRequisitionId: string;
  readonly id: string;
}

export interface RecordApis {
  readonly candidates: CandidatesApi;
  readonly candidateNotes: RecordsApi<EntityRecord<'candidateNotes'>, CandidateChild>;
  readonly applications: RecordsApi<EntityRecord<'applications'>, string>;
  readonly applicationNotes: RecordsApi<EntityRecord<'applicationNotes'>, ApplicationChild>;
  readonly stages: RecordsApi<EntityRecord<'stages'>, ApplicationChild>;
  readonly interviewFeedback: RecordsApi<EntityRecord<'interviewFeedback'>, ApplicationChild>;
  /** The `rest` generation only. */
  readonly attachments: RecordsApi<EntityRecord<'attachments'>, ApplicationChild>;
  /** The `rest` generation only; nothing but deletion is documented. */
  readonly jobRequisitions: Pick<RecordsApi<never, string>, 'delete'>;
  readonly jobRequisitionStages: Pick<RecordsApi<never, JobRequisitionChild>, 'delete'>;
}

export function createRecordApis(engineOf: EngineOf, platform: Platform): RecordApis {
  const { delete: deleteRequisitions } = byId(engineOf('jobRequisitions'));
  const { delete: deleteRequisitionStages } = byKey<JobRequisitionChild>(
    engineOf('jobRequisitionStages'),
  );
  return {
    candidates: createCandidatesApi(engineOf, platform),
    candidateNotes: byKey(engineOf('candidateNotes')),
    applications: byId(engineOf('applications')),
    applicationNotes: byKey(engineOf('applicationNotes')),
    stages: byKey(engineOf('stages')),
    interviewFeedback: byKey(engineOf('interviewFeedback')),
    attachments: byKey(engineOf('attachments')),
    jobRequisitions: { delete: deleteRequisitions },
    jobRequisitionStages: { delete: deleteRequisitionStages },
  };
}
