/**
 * What is fetched by the request id of a push: exported candidates, exported evaluations; and
 * exported members who have gone since.
 */
import { parseRecordParameter } from '../../linkedin/restli.ts';
import { resumePath } from '../recruiter/exports/resume.ts';
import { restliMethod, type Call, type Handler } from './call.ts';
import { evaluationElement } from './elements/evaluation.ts';
import { exportedCandidateElement } from './elements/exported-candidate.ts';
import { purgedExportElement } from './elements/purged-export.ts';
import { malformed, notFound } from './envelope.ts';
import { foundAll, page } from './paging.ts';

/** The request id of a call. @throws ApiRefusal 400 */
function requestIdOf(call: Call): string {
  if (call.segments.length > 0) throw notFound('There is no such resource here');
  restliMethod(call, { GET: ['finder'] });
  if (call.parameters.get('q') !== 'request') throw malformed('q: must be request');
  const requestId = call.parameters.get('requestId') ?? '';
  if (requestId === '') throw malformed('requestId: is required');
  return requestId;
}

const expired = 'requestId: there is no such request, or it has expired';

/** `exportedCandidates?q=request`, for a day after the export [inferred]. */
export const exportedCandidates: Handler = (call) => {
  const requestId = requestIdOf(call);
  const { state, application, nowMs } = call;
  const exported = state.exports.requests.get(requestId, application.clientId, nowMs);
  const person = exported === null ? undefined : state.members.get(exported.member);
  if (exported === null || person === undefined) throw notFound(expired);
  const resumeUrl =
    exported.exportType === 'RESUME' ? new URL(resumePath(requestId), call.request.url).href : null;
  return page(call, foundAll([exported]), (item) =>
    exportedCandidateElement(item, person, resumeUrl),
  );
};

/** `exportedApplicationEvaluations?q=request`; its page writes the name without the last s [doc]. */
export const exportedApplicationEvaluations: Handler = (call) => {
  const requestId = requestIdOf(call);
  const { state, application, nowMs } = call;
  const evaluation = state.evaluations.get(requestId, application.clientId, nowMs);
  if (evaluation === null) throw notFound(expired);
  return page(call, foundAll([evaluation]), evaluationElement);
};

/** `atsPurgedExportedCandidates?q=criteria`, by the time of the closing [postman; inferred]. */
export const purgedExports: Handler = (call) => {
  const { parameters, query, state, application, nowMs } = call;
  if (call.segments.length > 0) throw notFound('There is no such resource here');
  restliMethod(call, { GET: ['finder'] });
  if (parameters.get('q') !== 'criteria') throw malformed('q: must be criteria');
  const type = parameters.get('exportType');
  if (type === null) throw malformed('exportType: is required');
  if (type !== 'ONE_CLICK_EXPORT') throw malformed('exportType: must be ONE_CLICK_EXPORT');
  const range = parseRecordParameter(query, 'timeRange');
  const fromMs = timeOf(range, 'start') ?? 0;
  // Like the other windows: start belongs to it, end does not [inferred].
  const beforeMs = timeOf(range, 'end') ?? nowMs + 1;
  if (fromMs > beforeMs) throw malformed('timeRange: start must not be after end');
  return page(
    call,
    state.exports.purged(application.clientId, fromMs, beforeMs),
    purgedExportElement,
  );
};

/** A time of a range, in milliseconds. @throws ApiRefusal 400 */
export function timeOf(
  range: Readonly<Record<string, string>>,
  field: 'start' | 'end',
  name = 'timeRange',
): number | null {
  const text = range[field];
  if (text === undefined) return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw malformed(`${name}.${field}: must be milliseconds since 1970`);
}
