/**
 * Job postings: taken in by tasks that are asked for later [doc]. At most 100 in a request and each
 * only once. There is no delete: a posting is closed.
 */
import * as z from 'zod';
import { batchAnswer } from '../answers/batch.ts';
import { readJobTask, type JobTask } from '../answers/job-task.ts';
import { pick, isRaw, textOf } from '../answers/tolerant.ts';
import {
  invalidRecord,
  LinkedInBatchError,
  type CallOptions,
  type RecordResult,
} from '../entities.ts';
import { LinkedInError } from '../errors.ts';
import type { Generation } from '../forms.ts';
import { maxRecords, splitBatches } from '../limits.ts';
import { jobPostingRecord, type JobPostingRecord } from '../records/job-posting.ts';
import { keyStyles } from '../restli.ts';
import { parseAnswer, type Send } from '../transport.ts';

/** A job posting that was accepted for its task, or refused. */
export type JobPostingResult = RecordResult & { readonly taskId?: string | undefined };

export interface JobPostingsApi {
  /**
   * Sends job postings to be created, updated or closed. A result that is ok means that a task has
   * begun, not that it has ended well: see `tasks`.
   * @returns one result for each record, in their order; of two versions of one posting only the
   * later one is sent
   * @throws LinkedInBatchError when a batch as a whole failed; earlier ones have arrived, and
   * sending all again is safe
   */
  submit(records: readonly JobPostingRecord[], options?: CallOptions): Promise<JobPostingResult[]>;
  /**
   * How tasks stand, by id; ids live 30 days [doc], unknown ones are missing.
   * @throws LinkedInError
   */
  tasks(ids: readonly string[], options?: CallOptions): Promise<Map<string, JobTask>>;
}

const created = z.looseObject({ elements: z.array(z.unknown()) });

export function createJobPostingsApi(
  generation: Generation,
  baseUrlBytes: number,
  send: Send,
): JobPostingsApi {
  const path = `/${generation}/simpleJobPostings`;
  const taskPath = `/${generation}/simpleJobPostingTasks`;
  const style = keyStyles[generation === 'v2' ? '1.0' : '2.0'];

  async function create(
    batch: readonly JobPostingRecord[],
    { signal }: CallOptions,
  ): Promise<JobPostingResult[]> {
    const elements = batch.map(({ id, ...rest }) => ({ externalJobPostingId: id, ...rest }));
    const answer = await send(
      {
        method: 'POST',
        path,
        route: path,
        query: '',
        group: 'jobs',
        records: batch.length,
        restliMethod: 'batch_create',
        protocolVersion: style.protocolVersion,
        body: { elements },
        signal,
      },
      (got) => {
        const parsed = parseAnswer(created, got);
        if (parsed.elements.length === batch.length) return parsed;
        throw new LinkedInError('bad_answer', 'the answer has not one element for each posting');
      },
    );
    return batch.map(({ id }, index) => resultOf(id, answer.elements[index]));
  }

  return {
    async submit(records, options = {}) {
      const checked = records.map((input) => jobPostingRecord.safeParse(input));
      const latest = new Map<string, JobPostingRecord>();
      const identity = (job: JobPostingRecord): string => `${job.integrationContext} ${job.id}`;
      for (const { data } of checked) if (data !== undefined) latest.set(identity(data), data);
      const results = new Map<string, JobPostingResult>();
      const collect = (): JobPostingResult[] =>
        checked.flatMap(({ data, error }, index) => {
          if (error !== undefined) return [invalidRecord(error, records[index])];
          const result = results.get(identity(data));
          return result === undefined ? [] : [result];
        });
      const jobs = [...latest.values()];
      try {
        for (let at = 0; at < jobs.length; at += maxRecords) {
          const batch = jobs.slice(at, at + maxRecords);
          const answered = await create(batch, options);
          batch.forEach((job, index) => {
            const result = answered[index];
            if (result !== undefined) results.set(identity(job), result);
          });
        }
      } catch (error) {
        if (error instanceof LinkedInError) throw new LinkedInBatchError(error, collect());
        throw error;
      }
      return collect();
    },

    async tasks(ids, { signal } = {}) {
      const unique = [...new Set(ids)];
      const found = new Map<string, JobTask>();
      const fixedBytes = baseUrlBytes + taskPath.length + 1;
      for (const { items, query } of splitBatches(unique, unique, style, '', fixedBytes)) {
        const answer = await send(
          {
            method: 'GET',
            path: taskPath,
            route: taskPath,
            query,
            group: 'jobs',
            records: 0,
            protocolVersion: style.protocolVersion,
            signal,
          },
          (got) => parseAnswer(batchAnswer, got),
        );
        for (const id of items) {
          if (!Object.hasOwn(answer.results, id)) continue;
          found.set(id, readJobTask(id, answer.results[id]));
        }
      }
      return found;
    },
  };
}

function resultOf(id: string, raw: unknown): JobPostingResult {
  const element = isRaw(raw) ? raw : {};
  const status = pick(element, 'status', 'error.status');
  const error = pick(element, 'error');
  const taskId = textOf(pick(element, 'id'));
  const failed = isRaw(error) || (typeof status === 'number' && status >= 400);
  if (!failed && taskId !== undefined) return { id, ok: true, taskId };
  const message = textOf(pick(element, 'error.message', 'message'));
  const code = textOf(pick(element, 'error.serviceErrorCode', 'error.code'));
  return {
    id,
    ok: false,
    error: {
      status: typeof status === 'number' ? status : 0,
      code,
      message: message ?? 'LinkedIn began no task for this job posting',
    },
  };
}
