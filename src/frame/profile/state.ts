/** What the profile widget knows at one moment; the view renders it, and nothing else. */
import type { ErrorCode } from '../../protocol/errors.ts';
import type { FrameSettings } from '../../protocol/messages.ts';
import type { CandidateAnswer, MatchRequest } from '../../protocol/routes.ts';
import type { ElementState } from '../../protocol/states.ts';

export interface ProfileState {
  readonly phase: ElementState;
  /** Why, where the phase is a failure, or why it still takes time while authorizing. */
  readonly code: ErrorCode | null;
  /** It takes longer than people expect. */
  readonly slow: boolean;
  /** A call for the candidate is under way, whether or not there is something to show meanwhile. */
  readonly busy: boolean;
  /** We go on trying without being asked to. */
  readonly willRetry: boolean;
  readonly candidate: CandidateAnswer | null;
  /** When `candidate` arrived, milliseconds since 1970. */
  readonly fetchedAtMs: number | null;
  readonly settings: FrameSettings;
  /** Changes whenever everything shown so far has to go; keys what must not be carried over. */
  readonly incarnation: number;
  /** LinkedIn made or removed a link, and our backend could not be told. */
  readonly unsaved: { readonly action: MatchRequest['action']; readonly code: ErrorCode } | null;
  /** LinkedIn's own part failed. */
  readonly pluginCode: ErrorCode | null;
}

export const initialState: ProfileState = {
  phase: 'loading',
  code: null,
  slow: false,
  busy: false,
  willRetry: false,
  candidate: null,
  fetchedAtMs: null,
  settings: {},
  incarnation: 0,
  unsaved: null,
  pluginCode: null,
};
