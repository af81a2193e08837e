/** What the page knows at one moment; the view renders it, and nothing else. */
import type { ErrorCode } from '../../protocol/errors.ts';
import type { FrameSettings } from '../../protocol/messages.ts';
import type {
  RediscoveredAction,
  RediscoveredAnswer,
  RediscoveredCandidate,
} from '../../protocol/rediscovered.ts';
import type { ElementState } from '../../protocol/states.ts';

/** Which part of the candidates is shown. */
export type Shown = 'suggested' | 'dismissed';

/** What the person has done with a candidate, which stays where it is until the list is read anew. */
export interface Deed {
  readonly action: RediscoveredAction;
  readonly state: 'doing' | 'done' | 'failed';
  /** Why it failed. */
  readonly code: ErrorCode | null;
}

export interface RediscoveredState {
  readonly phase: ElementState;
  /** Why, where the phase is a failure, or why it still takes time while authorizing. */
  readonly code: ErrorCode | null;
  /** It takes longer than people expect. */
  readonly slow: boolean;
  readonly busy: boolean;
  /** We go on trying without being asked to. */
  readonly willRetry: boolean;
  readonly settings: FrameSettings;
  readonly shown: Shown;
  /** The last page that came; its items are among `items`. */
  readonly answer: Omit<RediscoveredAnswer, 'items'> | null;
  readonly items: readonly RediscoveredCandidate[];
  /** When `answer` was last known to hold, milliseconds since 1970. */
  readonly fetchedAtMs: number | null;
  /** By candidate id. */
  readonly deeds: ReadonlyMap<string, Deed>;
  /** The candidate of the last deed, for what is said aloud. */
  readonly lastId: string | null;
  /** Changes whenever everything shown so far has to go. */
  readonly incarnation: number;
}

export const initialState: RediscoveredState = {
  phase: 'loading',
  code: null,
  slow: false,
  busy: false,
  willRetry: false,
  settings: {},
  shown: 'suggested',
  answer: null,
  items: [],
  fetchedAtMs: null,
  deeds: new Map(),
  lastId: null,
  incarnation: 0,
};
