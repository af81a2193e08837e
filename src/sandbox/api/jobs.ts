/**
 * `simpleJobPostings` takes jobs in, asynchronously; `simpleJobPostingTasks` tells how far it is
 * [doc]. Both are called the same in both generations.
 */
import { maxRecords } from '../../linkedin/limits.ts';
import { jobPostingRecord, type JobPostingRecord } from '../../linkedin/records/job-posting.ts';
import { decodeValue, parseQueryKeys } from '../../linkedin/restli.ts';
import { BatchAnswer } from './batch-answer.ts';
import { isObject, readJson } from './body.ts';
import {
  assertEnabled,
  countRecords,
  ok,
  restliMethod,
  type Answer,
  type Handler,
} from './call.ts';
import { jobTaskElement } from './elements/job-task.ts';
import { problemsOf } from './entities/records.ts';
import { malformed, notFound } from './envelope.ts';
import { projectionOf } from './projection.ts';

/** Jobs appear in the list of what one can export to. */
const integration = 'ONE_CLICK_EXPORT';

/**
 * Fields LinkedIn documents for its job posting products, which the sandbox takes and does not use
 * [general knowledge].
 */
const unusedFields: ReadonlySet<string> = new Set([
  'availableBudget',
  'categories',
  'company',
  'companyJobCode',
  'companyName',
  'companyPageUrl',
  'contract',
  'employmentStatus',
  'experienceLevel',
  'expireAt',
  'industries',
  'onsiteApplyConfiguration',
  'poster',
  'posterEmail',
  'salary',
  'skills',
  'skillsDescription',
  'trackingPixelUrl',
  'workplaceTypes',
  'workRemoteAllowed',
]);

const wireName = (field: string): string => (field === 'id' ? 'externalJobPostingId' : field);

export const simpleJobPostings: Handler = async (call) => {
  if (call.segments.length > 0) throw notFound('There is no such resource here');
  restliMethod(call, { POST: ['batch_create'] });
  const { elements } = await readJson(call.request);
  if (!Array.isArray(elements)) throw malformed('elements: a list of jobs is required');
  if (elements.length === 0 || elements.length > maxRecords) {
    throw malformed(`elements: must be 1 to ${maxRecords} jobs`);
  }
  const jobs = (elements as readonly unknown[]).map(readJob);

  const seen = new Set<string>();
  for (const { record } of jobs) {
    if (record === null) continue;
    // Contexts of one application are one ATS, in which the id is unique [doc].
    if (seen.has(record.id)) throw malformed('externalJobPostingId: stands there twice');
    seen.add(record.id);
    assertEnabled(call, record.integrationContext, integration);
  }
  countRecords(call, jobs.length);
  return ok({
    elements: jobs.map(({ record, problem }) => {
      if (record === null) {
        return { status: 400, error: { status: 400, message: problem, serviceErrorCode: 65_600 } };
      }
      const task = call.state.jobs.submit(record, call.application.clientId, call.nowMs);
      return { status: 201, id: task.id };
    }),
  });
};

type ReadJob =
  | { readonly record: JobPostingRecord; readonly problem: null }
  | { readonly record: null; readonly problem: string };

function readJob(element: unknown): ReadJob {
  const wrong = (problem: string): ReadJob => ({ record: null, problem });
  if (!isObject(element)) return wrong('the job must be an object');
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(element)) {
    if (value === null || unusedFields.has(name)) continue;
    if (name === 'id' || name === '__proto__') return wrong(`${name}: is not known here`);
    fields[name === 'externalJobPostingId' ? 'id' : name] = value;
  }
  const parsed = jobPostingRecord.safeParse(fields);
  return parsed.success
    ? { record: parsed.data, problem: null }
    : wrong(problemsOf(parsed.error, wireName));
}

export const simpleJobPostingTasks: Handler = (call) => {
  const { segments, state, application, nowMs } = call;
  const project = projectionOf(call.parameters);
  const elementOf = (id: string): Readonly<Record<string, unknown>> | null => {
    const task = state.jobs.task(id, application.clientId, nowMs);
    return task === null ? null : project(jobTaskElement(task));
  };
  const [segment, ...others] = segments;
  if (others.length > 0) throw notFound('There is no such resource here');
  if (segment !== undefined) {
    restliMethod(call, { GET: ['get'] });
    const element = elementOf(decodeValue(segment));
    if (element === null) throw notFound('There is no such task, or it is older than 30 days');
    return ok(element);
  }
  restliMethod(call, { GET: ['batch_get'] });
  return batchOf(parseQueryKeys(call.query), elementOf);
};

function batchOf(
  keys: ReturnType<typeof parseQueryKeys>,
  elementOf: (id: string) => Readonly<Record<string, unknown>> | null,
): Answer {
  if (keys === null) throw malformed('ids: there are none, or they are malformed');
  if (keys.length > maxRecords) throw malformed(`ids: at most ${maxRecords} in a batch`);
  const answer = new BatchAnswer();
  for (const id of keys) {
    if (typeof id !== 'string') throw malformed('ids: must be ids of tasks');
    const element = elementOf(id);
    if (element !== null) answer.entity(id, element);
    else answer.outcome(id, 404, 'There is no such task, or it is older than 30 days');
  }
  return answer.answer();
}
