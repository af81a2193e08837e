/** What the inbox of exports knows at one moment; the view renders it, and nothing else. */
import type { ErrorCode } from '../../protocol/errors.ts';
import type { DecisionRequest, ExistingCandidate } from '../../protocol/exports.ts';
import type { FrameSettings } from '../../protocol/messages.ts';
import type { ElementState } from '../../protocol/states.ts';
import { noExports, type Listing } from './listing.ts';

/** What the person has asked for, until the backend has answered, or why it was not done. */
export interface Deed {
  readonly decision: DecisionRequest;
  readonly state: 'doing' | 'failed';
  readonly code: ErrorCode | null;
}

/** The export that is looked at in detail. */
export interface Opened {
  readonly id: string;
  /** Candidates of the ATS it may be; null while they are asked for, or if they did not come. */
  readonly candidates: readonly ExistingCandidate[] | null;
  /** Why they did not come. */
  readonly code: ErrorCode | null;
}

/** The last thing worth saying aloud. */
export type News =
  | { readonly kind: 'arrived'; readonly count: number }
  | { readonly kind: 'decided'; readonly id: string; readonly action: DecisionRequest['action'] };

export interface ExportsState {
  readonly phase: ElementState;
  /** Why, where the phase is a failure, or why it still takes time while authorizing. */
  readonly code: ErrorCode | null;
  /** It takes longer than people expect. */
  readonly slow: boolean;
  readonly busy: boolean;
  /** We go on trying without being asked to. */
  readonly willRetry: boolean;
  readonly settings: FrameSettings;
  /** Null until there is an answer. */
  readonly answer: { readonly mayDecide: boolean; readonly next: number | null } | null;
  readonly listing: Listing;
  /** An older page is on its way. */
  readonly loadingMore: boolean;
  /** When what is shown was last known to hold, milliseconds since 1970. */
  readonly fetchedAtMs: number | null;
  /** By id of the export. */
  readonly deeds: ReadonlyMap<string, Deed>;
  readonly opened: Opened | null;
  readonly news: News | null;
  /** Changes whenever everything shown so far has to go. */
  readonly incarnation: number;
}

export const initialState: ExportsState = {
  phase: 'loading',
  code: null,
  slow: false,
  busy: false,
  willRetry: false,
  settings: {},
  answer: null,
  listing: noExports,
  loadingMore: false,
  fetchedAtMs: null,
  deeds: new Map(),
  opened: null,
  news: null,
  incarnation: 0,
};
