/** What recruiters have exported, and which of it has to go because members closed their accounts. */
import { readEvaluation, type ApplicationEvaluation } from '../answers/evaluation.ts';
import { readExportedCandidate, type ExportedCandidate } from '../answers/exported-candidate.ts';
import { readPurgedExport, type PurgedExport } from '../answers/purged-export.ts';
import type { BudgetGroup } from '../budgets.ts';
import { checked, givenId } from '../checks.ts';
import type { CallOptions } from '../entities.ts';
import { LinkedInError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { recordParameter } from '../restli.ts';
import { checkedRange, type TimeRange } from '../windows.ts';
import { find, single, type Elements } from './finder.ts';

export interface ExportApis {
  readonly exportedCandidates: {
    /**
     * What a push of EXPORT_CANDIDATE_PROFILE is about. Check `integrationContext` before use [doc].
     * @throws LinkedInError `not_found` once the request id is older than 24 hours
     */
    byRequest(requestId: string, options?: CallOptions): Promise<ExportedCandidate[]>;
  };
  readonly exportedApplicationEvaluations: {
    /**
     * Evaluations of Hiring Assistant; the versioned API only [doc].
     * @throws LinkedInError `not_found` once the request id is older than 24 hours
     */
    byRequest(requestId: string, options?: CallOptions): Promise<ApplicationEvaluation[]>;
  };
  readonly purgedExports: {
    /**
     * Exported members who closed their accounts; to be asked at least every 30 days [doc].
     * @throws LinkedInError when read
     */
    list(range: TimeRange, options?: CallOptions): Elements<PurgedExport>;
  };
}

const pageSize = 100;

export function createExportApis(platform: Platform): ExportApis {
  const byRequest = async <T>(
    resource: string,
    group: BudgetGroup,
    requestId: string,
    read: (raw: unknown) => T,
    options?: CallOptions,
  ): Promise<T[]> => {
    checked(givenId, requestId, 'requestId');
    const query = ['q=request', single('requestId', requestId)];
    const found: T[] = [];
    for await (const element of find(
      platform,
      { resource, query, group, pageSize, read },
      options,
    )) {
      found.push(element);
    }
    return found;
  };

  return {
    exportedCandidates: {
      byRequest: (requestId, options) =>
        byRequest('exportedCandidates', 'exports', requestId, readExportedCandidate, options),
    },

    exportedApplicationEvaluations: {
      async byRequest(requestId, options) {
        if (platform.generation !== 'rest') {
          throw new LinkedInError('invalid', 'evaluations are in the versioned API only');
        }
        // The page of the call says it in the singular, the table of all calls in the plural [doc].
        const resource = 'exportedApplicationEvaluations';
        return byRequest(resource, 'evaluations', requestId, readEvaluation, options);
      },
    },

    purgedExports: {
      async *list(range, options) {
        const { fromMs, toMs } = checkedRange(range);
        const timeRange = { start: String(fromMs), end: String(toMs) };
        const finder = {
          resource: 'atsPurgedExportedCandidates',
          query: [
            recordParameter(platform.style, 'timeRange', timeRange),
            'q=criteria',
            'exportType=ONE_CLICK_EXPORT',
          ],
          group: 'exports',
          pageSize,
          read: readPurgedExport,
          identify: ({ member, purgedAtMs }: PurgedExport) =>
            member && `${member} ${String(purgedAtMs)}`,
        } as const;
        yield* find(platform, finder, options);
      },
    },
  };
}
