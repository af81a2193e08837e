/** States that only the settings have: how a customer's integrations stand at LinkedIn. */
import type { StateSpec } from './states.ts';

type SettingsState = Pick<StateSpec, 'id' | 'label' | 'cause' | 'settingsOf' | 'expected'>;

const ready = { expected: { 'integration-settings': ['ready'] } } as const;

export const settingsStates: readonly SettingsState[] = [
  {
    ...ready,
    id: 'choosing',
    label: 'Choosing contracts',
    cause: 'Nothing is requested yet; an administrator of two contracts is signed in to LinkedIn.',
    settingsOf: 'harness-new',
  },
  {
    ...ready,
    id: 'requested',
    label: 'Requested',
    cause: 'LinkedIn refuses the names that the backend gives the integrations.',
    settingsOf: 'harness-requested',
  },
  {
    ...ready,
    id: 'configured',
    label: 'Ready to switch on',
    cause: 'The integrations have names and configurations; nobody has switched them on.',
    settingsOf: 'harness-configured',
  },
  {
    ...ready,
    id: 'enabled',
    label: 'Enabled',
    cause: 'A Recruiter administrator has switched everything on.',
    settingsOf: 'harness-enabled',
  },
  {
    ...ready,
    id: 'disabled',
    label: 'Switched off',
    cause: 'A Recruiter administrator has switched everything off again.',
    settingsOf: 'harness-disabled',
  },
  {
    ...ready,
    id: 'refused-by-linkedin',
    label: 'Refused by LinkedIn',
    cause: 'The application at LinkedIn names no domains, so the plugin refuses the page.',
    settingsOf: 'harness-new-refused',
  },
  {
    id: 'linkedin-down',
    label: 'LinkedIn down',
    cause: "The host of LinkedIn's script drops every connection.",
    settingsOf: 'harness-new-down',
    expected: { 'integration-settings': ['error'] },
  },
];
