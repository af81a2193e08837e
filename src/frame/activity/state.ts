/** What a timeline knows at one moment; views render it, and nothing else. */
import type { ErrorCode } from '../../protocol/errors.ts';
import type { FrameSettings } from '../../protocol/messages.ts';
import type { ElementState } from '../../protocol/states.ts';
import type { TimelineItem } from '../../protocol/timeline.ts';
import type { Group } from './groups.ts';

/** The whole of a text that pages cut. */
export type Whole =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly code: ErrorCode }
  | { readonly state: 'here'; readonly text: string };

export interface TimelineState {
  /** `ready` and `stale`: there are items to show, or it is known that there are none. */
  readonly phase: ElementState;
  /** Why, where the phase is a failure. */
  readonly code: ErrorCode | null;
  readonly busy: boolean;
  /** We go on trying without being asked to. */
  readonly willRetry: boolean;
  readonly group: Group;
  /** Words that are searched; empty for no search. */
  readonly words: string;
  /** Newest first; null before the first page. */
  readonly items: readonly TimelineItem[] | null;
  /** Place of the next older page; null: there is none. */
  readonly older: string | null;
  /** The search has not looked at all of it yet. */
  readonly isPartial: boolean;
  /** The next page is on its way, or why it is not there. */
  readonly more: 'idle' | 'loading' | ErrorCode;
  /** By item id. */
  readonly wholes: ReadonlyMap<string, Whole>;
  /** Items that came by themselves since the person last looked at the top. */
  readonly fresh: ReadonlySet<string>;
  /** When items were last known to hold, milliseconds since 1970. */
  readonly fetchedAtMs: number | null;
}

export const initialTimeline: TimelineState = {
  phase: 'loading',
  code: null,
  busy: false,
  willRetry: false,
  group: 'all',
  words: '',
  items: null,
  older: null,
  isPartial: false,
  more: 'idle',
  wholes: new Map(),
  fresh: new Set(),
  fetchedAtMs: null,
};

/** What the frame of a timeline alone knows beside it. */
export interface ActivityState extends TimelineState {
  readonly settings: FrameSettings;
  /** It takes longer than people expect. */
  readonly slow: boolean;
  /** Changes whenever everything shown so far has to go. */
  readonly incarnation: number;
}

export const initialState: ActivityState = {
  ...initialTimeline,
  settings: {},
  slow: false,
  incarnation: 0,
};
