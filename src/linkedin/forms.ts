/**
 * How each resource that is kept by key looks on the wire, in both generations of the API: where it
 * is, what names its key has, which fields are renamed. Client and sandbox read the same table, so
 * that a correction touches one place.
 *
 * `/v2` is Rest.li 1.0 with `dataProvider=ATS` in each key. `/rest` renames fields and drops
 * `dataProvider` [doc, migration table]. The table is cut after the notes: names and places of
 * applications, stages, feedback and ACLs under `/rest` follow the pattern of what is visible
 * [inferred]. What a resource's records are is said in `records/`.
 */
import type * as z from 'zod';
import { aclAssigneeRecord, entityAclRecord } from './records/acl.ts';
import {
  applicationRecord,
  attachmentRecord,
  interviewFeedbackRecord,
  stageRecord,
} from './records/application.ts';
import { candidateRecord } from './records/candidate.ts';
import { jobRequisitionRef, jobRequisitionStageRef } from './records/job-posting.ts';
import { applicationNoteRecord, candidateNoteRecord } from './records/note.ts';
import { styles, type EntityResource, type KeyPart } from './form.ts';

const dataProvider: KeyPart = ['dataProvider', '='];
const context: KeyPart = ['integrationContext', 'integrationContext'];

const times = {
  v2: {},
  rest: { atsCreatedAt: 'externalCreatedAt', atsLastModifiedAt: 'externalLastModifiedAt' },
} as const;

const candidates = {
  v2: {
    path: '/v2/atsCandidates',
    style: styles.v2,
    key: [['atsCandidateId', 'id'], dataProvider, context],
    renamed: times.v2,
  },
  rest: {
    path: '/rest/candidates',
    style: styles.rest,
    key: [['externalCandidateId', 'id'], context],
    renamed: times.rest,
  },
} as const satisfies EntityResource['forms'];

const applications = {
  v2: {
    path: '/v2/atsApplications',
    style: styles.v2,
    key: [['atsJobApplicationId', 'id'], dataProvider, context],
    renamed: {
      candidateId: 'atsCandidateId',
      jobPostingId: 'atsJobPostingId',
      jobPostingName: 'atsJobPostingName',
    },
  },
  rest: {
    path: '/rest/atsApplications',
    style: styles.rest,
    key: [['externalJobApplicationId', 'id'], context],
    renamed: {
      ...times.rest,
      candidateId: 'externalCandidateId',
      jobPostingId: 'externalJobPostingId',
      jobPostingName: 'externalJobPostingName',
    },
  },
} as const satisfies EntityResource['forms'];

/** A sub-resource of applications, in both generations. */
const ofApplication = (sub: string): EntityResource['forms'] => ({
  v2: {
    path: applications.v2.path,
    sub,
    style: styles.v2,
    key: [['atsJobApplicationId', 'applicationId'], dataProvider, context],
    renamed: times.v2,
  },
  rest: {
    path: applications.rest.path,
    sub,
    style: styles.rest,
    key: [['externalJobApplicationId', 'applicationId'], context],
    renamed: times.rest,
  },
});

/** Keeps which forms a resource has for certain. */
const define = <Schema extends z.ZodObject, Forms extends EntityResource['forms']>(
  resource: EntityResource<Schema> & { readonly forms: Forms },
): EntityResource<Schema> & { readonly forms: Forms } => resource;

export const entityResources = {
  candidates: define({
    name: 'candidates',
    integration: 'IN_ATS_INDICATOR',
    schema: candidateRecord,
    keyFields: ['id'],
    forms: candidates,
  }),
  candidateNotes: define({
    name: 'candidateNotes',
    integration: 'IN_ATS_INDICATOR',
    schema: candidateNoteRecord,
    keyFields: ['candidateId', 'id'],
    forms: {
      v2: {
        path: candidates.v2.path,
        sub: 'notes',
        style: styles.v2,
        key: [['atsCandidateId', 'candidateId'], dataProvider, context],
        renamed: times.v2,
        absent: ['atsLastModifiedAt'],
      },
      rest: {
        path: '/rest/candidateNotes',
        style: styles.rest,
        key: [['externalCandidateId', 'candidateId'], ['externalNoteId', 'id'], context],
        renamed: times.rest,
      },
    },
  }),
  applications: define({
    name: 'applications',
    integration: 'IN_ATS_INDICATOR',
    schema: applicationRecord,
    keyFields: ['id'],
    forms: applications,
  }),
  applicationNotes: define({
    name: 'applicationNotes',
    integration: 'IN_ATS_INDICATOR',
    schema: applicationNoteRecord,
    keyFields: ['applicationId', 'id'],
    forms: {
      v2: {
        path: applications.v2.path,
        sub: 'notes',
        style: styles.v2,
        key: [['atsJobApplicationId', 'applicationId'], dataProvider, context],
        renamed: times.v2,
        absent: ['atsLastModifiedAt'],
      },
      rest: {
        path: '/rest/applicationNotes',
        style: styles.rest,
        key: [['externalJobApplicationId', 'applicationId'], ['externalNoteId', 'id'], context],
        renamed: times.rest,
      },
    },
  }),
  stages: define({
    name: 'stages',
    integration: 'IN_ATS_INDICATOR',
    schema: stageRecord,
    keyFields: ['applicationId', 'id'],
    forms: ofApplication('stages'),
  }),
  interviewFeedback: define({
    name: 'interviewFeedback',
    integration: 'IN_ATS_INDICATOR',
    schema: interviewFeedbackRecord,
    keyFields: ['applicationId', 'id'],
    forms: ofApplication('interviewFeedback'),
  }),
  /** The versioned API only [doc]. */
  attachments: define({
    name: 'attachments',
    integration: 'IN_ATS_INDICATOR',
    schema: attachmentRecord,
    keyFields: ['applicationId', 'id'],
    forms: {
      v2: null,
      rest: {
        path: '/rest/attachments',
        style: styles.rest,
        key: [
          ['externalJobApplicationId', 'applicationId'],
          ['externalAttachmentId', 'id'],
          context,
        ],
        renamed: times.rest,
      },
    },
  }),
  /**
   * The 2026 page on deletion names job requisitions and their stages [doc]; nothing else of them was
   * to be read, so they can be deleted and no more [unknown].
   */
  jobRequisitions: define({
    name: 'jobRequisitions',
    integration: 'ONE_CLICK_EXPORT',
    schema: jobRequisitionRef,
    keyFields: ['id'],
    forms: {
      v2: null,
      rest: {
        path: '/rest/jobRequisitions',
        style: styles.rest,
        key: [['externalJobRequisitionId', 'id'], context],
        renamed: {},
      },
    },
  }),
  jobRequisitionStages: define({
    name: 'jobRequisitionStages',
    integration: 'ONE_CLICK_EXPORT',
    schema: jobRequisitionStageRef,
    keyFields: ['jobRequisitionId', 'id'],
    forms: {
      v2: null,
      rest: {
        path: '/rest/jobRequisitionStages',
        style: styles.rest,
        key: [['externalJobRequisitionId', 'jobRequisitionId'], ['externalStageId', 'id'], context],
        renamed: {},
      },
    },
  }),
  entityAcls: define({
    name: 'entityAcls',
    integration: 'ONE_CLICK_EXPORT',
    schema: entityAclRecord,
    keyFields: ['entityType', 'entityId', 'aclId'],
    forms: {
      v2: {
        path: '/v2/atsEntityAcls',
        style: styles.v2,
        key: [
          dataProvider,
          context,
          ['atsEntityType', 'entityType'],
          ['atsEntityId', 'entityId'],
          ['atsEntityAclId', 'aclId'],
        ],
        renamed: {},
      },
      rest: {
        path: '/rest/atsEntityAcls',
        style: styles.rest,
        key: [
          context,
          ['externalEntityType', 'entityType'],
          ['externalEntityId', 'entityId'],
          ['externalEntityAclId', 'aclId'],
        ],
        renamed: {},
      },
    },
  }),
  aclAssignees: define({
    name: 'aclAssignees',
    integration: 'ONE_CLICK_EXPORT',
    schema: aclAssigneeRecord,
    keyFields: ['entityType', 'aclId', 'assignee'],
    forms: {
      v2: {
        path: '/v2/atsEntityAclAssignees',
        style: styles.v2,
        key: [
          dataProvider,
          context,
          ['atsEntityType', 'entityType'],
          ['atsEntityAclId', 'aclId'],
          ['assignee', 'assignee'],
        ],
        renamed: {},
      },
      rest: {
        path: '/rest/atsEntityAclAssignees',
        style: styles.rest,
        key: [
          context,
          ['externalEntityType', 'entityType'],
          ['externalEntityAclId', 'aclId'],
          ['assignee', 'assignee'],
        ],
        renamed: {},
      },
    },
  }),
} as const;

export const entityNames = [
  'candidates',
  'candidateNotes',
  'applications',
  'applicationNotes',
  'stages',
  'interviewFeedback',
  'attachments',
  'jobRequisitions',
  'jobRequisitionStages',
  'entityAcls',
  'aclAssignees',
] as const;
/** Resources of an ATS that are kept by key and written in batches. */
export type EntityName = (typeof entityNames)[number];
/** A record of a resource, in our names. */
export type EntityRecord<Name extends EntityName> = z.input<
  (typeof entityResources)[Name]['schema']
>;

/** Integrations and their configurations have no record of the ATS's, but keys like the others. */
export const integrationForms = {
  v2: {
    path: '/v2/atsIntegrations',
    style: styles.v2,
    key: [
      context,
      ['integrationType', 'integrationType'],
      ['tenantType', 'tenantType'],
      dataProvider,
    ],
    renamed: {},
  },
  rest: {
    path: '/rest/integrations',
    style: styles.rest,
    key: [context, ['integrationType', 'integrationType'], ['tenantType', 'tenantType']],
    renamed: {},
  },
} as const satisfies EntityResource['forms'];

export const configurationForms = {
  v2: { ...integrationForms.v2, sub: 'configurations' },
  /** A resource of its own under `/rest` [doc]; how it calls the key's last part is unknown. */
  rest: {
    path: '/rest/integrationConfigurations',
    style: styles.rest,
    key: [...integrationForms.rest.key, ['configurationKey', 'key']],
    renamed: {},
  },
} as const satisfies EntityResource['forms'];

export { fromEntity, generations, keyOf, toEntity } from './form.ts';
export type { EntityForm, EntityResource, Generation, KeyPart } from './form.ts';
