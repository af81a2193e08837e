/**
 * Job postings, and the tasks by which LinkedIn takes them in. A task is done some time after it was
 * made; what it does is applied when anybody next looks.
 */
import type { JobPostingRecord } from '../../linkedin/records/job-posting.ts';
import type { Collection, Grouping } from './collection.ts';
import type { Counters } from './counters.ts';
import type { Database } from './database.ts';
import { joinKey } from './keys.ts';

export interface StoredJob {
  readonly context: string;
  readonly record: JobPostingRecord;
  readonly sentBy: string | null;
  readonly changedAtMs: number;
}

export interface TaskError {
  readonly code: string;
  readonly message: string;
}

export interface JobTask {
  readonly id: string;
  readonly clientId: string;
  readonly record: JobPostingRecord;
  readonly status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'PROCESSED';
  /** Why the task failed, or what validation found (PROCESSED) [doc]. */
  readonly error: TaskError | null;
  readonly createdAtMs: number;
  /** When LinkedIn is done with it. */
  readonly dueAtMs: number;
}

/** How long a task can be asked for [doc]. */
export const taskLifeMs = 30 * 86_400_000;

export class Jobs {
  /** Until a task is done; LinkedIn's are "usually within 5 minutes" [doc]. */
  processingMs: number;
  readonly #jobs: Collection<StoredJob>;
  readonly #byContext: Grouping<StoredJob>;
  readonly #tasks: Collection<JobTask>;
  readonly #inProgress: Grouping<JobTask>;
  readonly #counters: Counters;

  constructor(database: Database, counters: Counters, processingMs: number) {
    this.processingMs = processingMs;
    this.#jobs = database.collection<StoredJob>('jobPostings');
    this.#byContext = this.#jobs.groupBy(({ context }) => context);
    this.#tasks = database.collection<JobTask>('jobPostingTasks');
    this.#inProgress = this.#tasks.groupBy(({ status }) =>
      status === 'IN_PROGRESS' ? status : null,
    );
    this.#counters = counters;
  }

  get(context: string, jobPostingId: string, nowMs: number): StoredJob | null {
    this.#settle(nowMs);
    return this.#jobs.get(joinKey(context, jobPostingId)) ?? null;
  }

  /** Jobs of a context, closed ones too, in the order they came. */
  of(context: string, nowMs: number): StoredJob[] {
    this.#settle(nowMs);
    return this.#byContext.values(context);
  }

  /** Stores a job at once, without a task. */
  put(record: JobPostingRecord, sentBy: string | null, nowMs: number): void {
    const context = record.integrationContext;
    this.#jobs.set(joinKey(context, record.id), { context, record, sentBy, changedAtMs: nowMs });
  }

  /** @returns false if there was none */
  delete(context: string, jobPostingId: string, nowMs: number): boolean {
    this.#settle(nowMs);
    return this.#jobs.delete(joinKey(context, jobPostingId));
  }

  /** Takes a job in: makes its task. */
  submit(record: JobPostingRecord, clientId: string, nowMs: number): JobTask {
    const task: JobTask = {
      id: String(this.#counters.next('jobPostingTask', 700_000_001)),
      clientId,
      record,
      status: 'IN_PROGRESS',
      error: null,
      createdAtMs: nowMs,
      dueAtMs: nowMs + this.processingMs,
    };
    this.#tasks.set(task.id, task);
    return task;
  }

  /** A task of an application, or null if there is none or it is older than 30 days. */
  task(id: string, clientId: string, nowMs: number): JobTask | null {
    this.#settle(nowMs);
    const task = this.#tasks.get(id);
    if (task?.clientId !== clientId || nowMs - task.createdAtMs >= taskLifeMs) return null;
    return task;
  }

  #settle(nowMs: number): void {
    // In the order they came: two tasks for one job end with the later one. What is done leaves the
    // set while it is walked, which sets allow.
    for (const key of this.#inProgress.keys('IN_PROGRESS')) {
      const task = this.#tasks.get(key);
      if (task === undefined || task.dueAtMs > nowMs) return;
      const { status, error } = this.#apply(task);
      this.#tasks.set(key, { ...task, status, error });
    }
  }

  #apply({ record, clientId, dueAtMs }: JobTask): Pick<JobTask, 'status' | 'error'> {
    const existing = this.#jobs.get(joinKey(record.integrationContext, record.id));
    const { jobPostingOperationType: operation } = record;
    // What must exist, does: updates of a job LinkedIn does not have fail [inferred].
    if (existing === undefined && operation !== undefined && operation !== 'CREATE') {
      const message = `externalJobPostingId: there is no job to ${operation.toLowerCase()}`;
      return { status: 'FAILED', error: { code: 'JOB_POSTING_NOT_FOUND', message } };
    }
    // Which validations come this late is not documented [unknown]: ours is one a schema cannot do.
    if (textOf(record.description) === '') {
      const message = 'description: has no text';
      return { status: 'PROCESSED', error: { code: 'INVALID_DESCRIPTION', message } };
    }
    this.put(operation === 'CLOSE' ? { ...record, state: 'CLOSED' } : record, clientId, dueAtMs);
    return { status: 'SUCCEEDED', error: null };
  }
}

const textOf = (html: string): string =>
  html.replaceAll(/<[^>]*>|&nbsp;/g, ' ').replaceAll(/[\s\p{Cf}]/gu, '');
