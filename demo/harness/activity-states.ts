/** States that only recruiting activities have. */
import type { StateSpec } from './states.ts';

type ActivityStateSpec = Pick<StateSpec, 'id' | 'label' | 'cause' | 'settingsOf' | 'expected'>;

const ready = { expected: { activity: ['ready'] } } as const;

export const activityStates: readonly ActivityStateSpec[] = [
  {
    ...ready,
    id: 'activities',
    label: 'Activities',
    cause:
      'InMail, notes, an export, a stage and shared contact details, as this person may see them.',
    settingsOf: 'harness-enabled',
  },
  {
    ...ready,
    id: 'no-activities',
    label: 'No activities',
    cause: 'Nobody has done anything with the candidate.',
    settingsOf: 'harness-requested',
  },
];
