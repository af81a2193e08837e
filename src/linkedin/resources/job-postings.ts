/**
 * Job postings: taken in by tasks that are asked for later [doc]. At most 100 in a request and each
 * only once. There is no delete: a posting is closed.
 */
import * as z from 'zod';
import { readBatchAnswer, statusOf } from '../answers/batch.ts';
import { readJobTask, type JobTask } from '../answers/job-task.ts';
import { isRaw, pick, textOf } from '../answers/tolerant.ts';
import type { CallOptions } from '../entities.ts';
import { LinkedInError } from '../errors.ts';
import { splitBatches } from '../limits.ts';
import type { Platform } from '../platform.ts';
import { quickCheckOf } from '../quick-check.ts';
import { invalidRecord, LinkedInBatchError, type RecordResult } from '../record-results.ts';
import { jobPostingRecord, type JobPostingRecord } from '../records/job-posting.ts';
import { parseAnswer } from '../transport.ts';

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

/** A posting that may be sent: its result's place, and its JSON. */
interface Posting {
  readonly id: string;
  readonly identity: string;
  readonly json: string;
}

const created = z.looseObject({ elements: z.array(z.unknown()) });
const isPlainlyGood = quickCheckOf(jobPostingRecord);

export function createJobPostingsApi(platform: Platform): JobPostingsApi {
  const { generation, style, send, baseUrlBytes } = platform;
  const path = `/${generation}/simpleJobPostings`;
  const taskPath = `/${generation}/simpleJobPostingTasks`;
  const common = { group: 'jobs', protocolVersion: style.protocolVersion } as const;
  const most = platform.maxRecords('jobs');

  async function create(
    batch: readonly Posting[],
    { signal }: CallOptions,
  ): Promise<JobPostingResult[]> {
    const { elements } = await send(
      {
        ...common,
        method: 'POST',
        path,
        route: path,
        query: '',
        records: batch.length,
        restliMethod: 'batch_create',
        body: `{"elements":[${batch.map(({ json }) => json).join(',')}]}`,
        inTurn: true,
        signal,
      },
      (answer) => parseAnswer(created, answer),
    );
    // Elements have no key, only their order. Tasks may have begun: not to be sent again at once.
    if (elements.length !== batch.length) {
      throw new LinkedInError('bad_answer', 'the answer has not one element for each posting');
    }
    return batch.map(({ id }, index) => resultOf(id, elements[index]));
  }

  return {
    async submit(records, options = {}) {
      const checked = records.map(check);
      const latest = new Map<string, Posting>();
      for (const one of checked) if (!('ok' in one)) latest.set(one.identity, one);
      const results = new Map<string, JobPostingResult>();
      const collect = (): JobPostingResult[] =>
        checked.flatMap((one) => {
          if ('ok' in one) return [one];
          const result = results.get(one.identity);
          return result === undefined ? [] : [result];
        });
      const postings = [...latest.values()];
      try {
        for (let at = 0; at < postings.length; at += most) {
          const batch = postings.slice(at, at + most);
          const answered = await create(batch, options);
          batch.forEach(({ identity }, index) => {
            const result = answered[index];
            if (result !== undefined) results.set(identity, result);
          });
        }
      } catch (error) {
        if (error instanceof LinkedInError) throw new LinkedInBatchError(error, collect());
        throw error;
      }
      return collect();
    },

    async tasks(ids, { signal } = {}) {
      const unique = [...new Set(ids)].filter((id) => id !== '');
      const found = new Map<string, JobTask>();
      const limits = { most, fixedBytes: baseUrlBytes + taskPath.length + 1 };
      // An id too long for a query is not one of LinkedIn's.
      const all = [...unique.keys()];
      const partOf = (at: number, place: number): string =>
        style.queryPart(unique[at] ?? '', place);
      const batches = splitBatches(all, partOf, style, limits, () => undefined);
      for (const { indexes, query } of batches) {
        const request = { ...common, method: 'GET', path: taskPath, route: taskPath } as const;
        const { results } = await send({ ...request, query, records: 0, signal }, (answer) => {
          const read = readBatchAnswer(answer.body);
          if (read !== null) return read;
          throw new LinkedInError('bad_answer', 'the answer cannot be read: results');
        });
        for (const index of indexes) {
          const id = unique[index] ?? '';
          if (Object.hasOwn(results, id)) found.set(id, readJobTask(id, results[id]));
        }
      }
      return found;
    },
  };
}

function check(input: JobPostingRecord): Posting | (RecordResult & { readonly ok: false }) {
  const parsed = isPlainlyGood(input) ? { data: input } : jobPostingRecord.safeParse(input);
  if (parsed.data === undefined) return invalidRecord(parsed.error, input);
  const { id, ...rest } = parsed.data;
  return {
    id,
    identity: `${rest.integrationContext} ${id}`,
    json: JSON.stringify({ externalJobPostingId: id, ...rest }),
  };
}

function resultOf(id: string, raw: unknown): JobPostingResult {
  const element = isRaw(raw) ? raw : {};
  const status = statusOf(pick(element, 'error.status', 'status'));
  const taskId = textOf(pick(element, 'id'));
  const failed = isRaw(element['error']) || (status !== undefined && status >= 400);
  if (!failed && taskId !== undefined) return { id, ok: true, taskId };
  const message = textOf(pick(element, 'error.message', 'message'));
  const code = textOf(pick(element, 'error.serviceErrorCode', 'error.code'));
  return {
    id,
    ok: false,
    error: {
      status: status ?? 0,
      code,
      message: message ?? 'LinkedIn began no task for this job posting',
    },
  };
}
