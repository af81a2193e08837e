/**
 * What customers' systems have sent, record by record, under whole keys. Stored are records in our
 * names, whatever generation of the API they came in. Candidates have more to remember: see
 * `candidates.ts`.
 *
 * Records are kept by integration context, not by application: the key of the documentation names
 * the context and nothing of the sender [doc].
 */
import type * as z from 'zod';
import type { EntityName, entityResources } from '../../linkedin/forms.ts';
import type { Collection, Grouping } from './collection.ts';
import type { Database } from './database.ts';
import { joinKey } from './keys.ts';

/** A record as its schema leaves it. */
export type AtsRecord<Name extends EntityName> = z.output<(typeof entityResources)[Name]['schema']>;

export interface Stored<Name extends EntityName> {
  /** Integration context. */
  readonly context: string;
  readonly record: AtsRecord<Name>;
  /** Client id of the application that sent it last; null for what did not come by the API. */
  readonly sentBy: string | null;
  readonly receivedAtMs: number;
}

/** Resources kept here; job requisitions are the job postings. */
export type RecordName = Exclude<
  EntityName,
  'candidates' | 'jobRequisitions' | 'jobRequisitionStages'
>;
type OfApplication = 'applicationNotes' | 'stages' | 'interviewFeedback' | 'attachments';

type Collections = { readonly [Name in RecordName]: Collection<Stored<Name>> };

export class AtsRecords {
  readonly #all: Collections;
  readonly notesByCandidate: Grouping<Stored<'candidateNotes'>>;
  readonly applicationsByCandidate: Grouping<Stored<'applications'>>;
  readonly applicationsByJob: Grouping<Stored<'applications'>>;
  readonly applicationsByContext: Grouping<Stored<'applications'>>;
  readonly #ofApplication: { readonly [Name in OfApplication]: Grouping<Stored<Name>> };
  readonly aclsByEntity: Grouping<Stored<'entityAcls'>>;
  readonly assignmentsByPerson: Grouping<Stored<'aclAssignees'>>;

  constructor(database: Database) {
    this.#all = {
      candidateNotes: database.collection('candidateNotes'),
      applications: database.collection('applications'),
      applicationNotes: database.collection('applicationNotes'),
      stages: database.collection('stages'),
      interviewFeedback: database.collection('interviewFeedback'),
      attachments: database.collection('attachments'),
      entityAcls: database.collection('entityAcls'),
      aclAssignees: database.collection('aclAssignees'),
    };
    const { candidateNotes, applications, entityAcls, aclAssignees } = this.#all;
    this.notesByCandidate = candidateNotes.groupBy(({ context, record }) =>
      joinKey(context, record.candidateId),
    );
    this.applicationsByCandidate = applications.groupBy(({ context, record }) =>
      record.candidateId === undefined ? null : joinKey(context, record.candidateId),
    );
    this.applicationsByJob = applications.groupBy(({ context, record }) =>
      joinKey(context, record.jobPostingId),
    );
    this.applicationsByContext = applications.groupBy(({ context }) => context);
    const groupByApplication = <Name extends OfApplication>(
      collection: Collection<Stored<Name>>,
    ): Grouping<Stored<Name>> =>
      collection.groupBy((stored: Stored<OfApplication>) =>
        joinKey(stored.context, stored.record.applicationId),
      );
    this.#ofApplication = {
      applicationNotes: groupByApplication(this.#all.applicationNotes),
      stages: groupByApplication(this.#all.stages),
      interviewFeedback: groupByApplication(this.#all.interviewFeedback),
      attachments: groupByApplication(this.#all.attachments),
    };
    this.aclsByEntity = entityAcls.groupBy(({ context, record }) =>
      joinKey(context, record.entityId),
    );
    this.assignmentsByPerson = aclAssignees.groupBy(({ context, record }) =>
      joinKey(context, record.assignee),
    );
  }

  get<Name extends RecordName>(name: Name, context: string, ids: Ids<Name>): Stored<Name> | null {
    return this.#of(name).get(joinKey(context, ...idsOf(name, ids))) ?? null;
  }

  /** Stores a record as it was sent; what is missing in it is gone (full replacement) [doc]. */
  put<Name extends RecordName>(name: Name, stored: Stored<Name>): 'created' | 'updated' {
    const collection = this.#of(name);
    const key = joinKey(stored.context, ...idsOf(name, stored.record as unknown as Ids<Name>));
    const existed = collection.has(key);
    collection.set(key, stored);
    return existed ? 'updated' : 'created';
  }

  /**
   * Deletes a record; an application with its notes, stages, feedback and attachments [doc].
   * @returns false if there was none
   */
  delete<Name extends RecordName>(name: Name, context: string, ids: Ids<Name>): boolean {
    const parts = idsOf(name, ids);
    const key = joinKey(context, ...parts);
    if (!this.#of(name).delete(key)) return false;
    if (name === 'applications') {
      for (const part of [
        'applicationNotes',
        'stages',
        'interviewFeedback',
        'attachments',
      ] as const) {
        for (const child of [...this.#ofApplication[part].keys(key)]) this.#all[part].delete(child);
      }
    }
    return true;
  }

  /** Deletes a candidate's notes and lets its applications hang on nobody. */
  forgetCandidate(context: string, candidateId: string): void {
    const key = joinKey(context, candidateId);
    for (const note of [...this.notesByCandidate.keys(key)]) this.#all.candidateNotes.delete(note);
    // Otherwise they would hang on the next candidate with this id [inferred].
    for (const application of [...this.applicationsByCandidate.keys(key)]) {
      const stored = this.#all.applications.get(application);
      if (stored === undefined) continue;
      const { candidateId: _gone, ...record } = stored.record;
      this.#all.applications.set(application, { ...stored, record });
    }
  }

  /** What hangs on an application, in the order it came. */
  ofApplication<Name extends OfApplication>(
    name: Name,
    context: string,
    applicationId: string,
  ): Stored<Name>[] {
    return this.#ofApplication[name].values(joinKey(context, applicationId));
  }

  /** All records of a resource, of all customers, in the order they came. */
  values<Name extends RecordName>(name: Name): MapIterator<Stored<Name>> {
    return this.#of(name).values();
  }

  /** How many records of a resource there are. */
  count(name: RecordName): number {
    return this.#all[name].size;
  }

  #of<Name extends RecordName>(name: Name): Collection<Stored<Name>> {
    return this.#all[name];
  }
}

/** Fields that make the key of a record, beside the context. */
const keyFields = {
  candidateNotes: ['candidateId', 'id'],
  applications: ['id'],
  applicationNotes: ['applicationId', 'id'],
  stages: ['applicationId', 'id'],
  interviewFeedback: ['applicationId', 'id'],
  attachments: ['applicationId', 'id'],
  entityAcls: ['entityType', 'entityId', 'aclId'],
  aclAssignees: ['entityType', 'aclId', 'assignee'],
} as const satisfies { readonly [Name in RecordName]: readonly (keyof AtsRecord<Name>)[] };

/** What names a record within its context. */
export type Ids<Name extends RecordName> = Readonly<
  Record<(typeof keyFields)[Name][number], string>
>;

const idsOf = <Name extends RecordName>(name: Name, ids: Ids<Name>): string[] =>
  keyFields[name].map((field) => (ids as Readonly<Record<string, string>>)[field] ?? '');
