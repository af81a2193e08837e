/** States that only the export panel has. */
import type { StateSpec } from './states.ts';

type ExportState = Pick<StateSpec, 'id' | 'label' | 'cause' | 'settingsOf' | 'expected'>;

const ready = { expected: { 'export-panel': ['ready'] } } as const;

export const exportStates: readonly ExportState[] = [
  {
    ...ready,
    id: 'exported',
    label: 'Exports',
    cause:
      'A recruiter has exported somebody new, somebody for a closed job, and somebody to decide about.',
    settingsOf: 'harness-enabled',
  },
  {
    ...ready,
    id: 'no-exports',
    label: 'No exports',
    cause: 'Nobody has been exported.',
    settingsOf: 'harness-requested',
  },
];
