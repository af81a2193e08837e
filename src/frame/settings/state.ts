/** What the settings know at one moment; the view renders it, and nothing else. */
import type { ErrorCode } from '../../protocol/errors.ts';
import type { IntegrationsAnswer, IntegrationView } from '../../protocol/integrations.ts';
import type { FrameSettings } from '../../protocol/messages.ts';
import type { ElementState } from '../../protocol/states.ts';

export interface SettingsState {
  readonly phase: ElementState;
  /** Why, where the phase is a failure, or why it still takes time while authorizing. */
  readonly code: ErrorCode | null;
  /** It takes longer than people expect. */
  readonly slow: boolean;
  readonly busy: boolean;
  /** We go on trying without being asked to. */
  readonly willRetry: boolean;
  readonly answer: IntegrationsAnswer | null;
  /** When `answer` was last known to hold, milliseconds since 1970. */
  readonly fetchedAtMs: number | null;
  readonly settings: FrameSettings;
  /** Changes whenever everything shown so far has to go; keys what must not be carried over. */
  readonly incarnation: number;
  /** What was requested or chosen could not be saved. */
  readonly unsaved: ErrorCode | null;
  /** Something that was requested or chosen is on its way to the backend. */
  readonly saving: boolean;
  /** What the person has chosen was saved, and nothing has happened since. */
  readonly saved: boolean;
  /** The last change that came by itself, to be said aloud. */
  readonly news: IntegrationView | null;
  /** LinkedIn's own part failed. */
  readonly pluginCode: ErrorCode | null;
}

export const initialState: SettingsState = {
  phase: 'loading',
  code: null,
  slow: false,
  busy: false,
  willRetry: false,
  answer: null,
  fetchedAtMs: null,
  settings: {},
  incarnation: 0,
  unsaved: null,
  saving: false,
  saved: false,
  news: null,
  pluginCode: null,
};
