/** Events that elements fire at the host page; all bubble and are composed. */
import type { ErrorCode, ErrorOwner } from './errors.ts';
import type { ExportState } from './exports.ts';
import type { RequestedIntegration } from './requested-integrations.ts';
import type { ElementState } from './states.ts';

export interface LinkDetail {
  /** Person URN of the member, `urn:li:person:…`. */
  readonly member: string;
}

export interface IntegrateDetail {
  /** What was requested, as LinkedIn's plugin names it. */
  readonly integrations: readonly RequestedIntegration[];
}

export interface OpenDetail {
  /** Id of the candidate in the ATS. */
  readonly candidateId: string;
}

export interface ExportDetail {
  /** The same however often the export changes. */
  readonly exportId: string;
  /** Others may come to these. */
  readonly state: ExportState | (string & {});
  /** Ids in the ATS; left out where there is none, or none yet. */
  readonly candidateId?: string | undefined;
  readonly jobId?: string | undefined;
  readonly applicationId?: string | undefined;
}

export interface AddDetail {
  /** Ids in the ATS. */
  readonly candidateId: string;
  readonly jobId: string;
  /** Left out if the ATS has not told. */
  readonly applicationId?: string | undefined;
}

export interface StateDetail {
  readonly state: ElementState;
  readonly code?: ErrorCode;
}

export interface ErrorDetail {
  readonly code: ErrorCode;
  readonly owner: ErrorOwner;
  readonly retryable: boolean;
  /** For developers: what is wrong and what to do. Holds no personal data. */
  readonly message: string;
  /** Where the code is explained: an address at the backend, or a file of the package. */
  readonly docs: string;
}

export interface RscEventMap {
  'rsc-ready': CustomEvent<Record<string, never>>;
  'rsc-state': CustomEvent<StateDetail>;
  'rsc-error': CustomEvent<ErrorDetail>;
  'rsc-link': CustomEvent<LinkDetail>;
  'rsc-unlink': CustomEvent<LinkDetail>;
  'rsc-integrate': CustomEvent<IntegrateDetail>;
  'rsc-open': CustomEvent<OpenDetail>;
  'rsc-export': CustomEvent<ExportDetail>;
  'rsc-add': CustomEvent<AddDetail>;
}
