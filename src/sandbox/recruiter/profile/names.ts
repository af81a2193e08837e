/** Names of what a page mentions by id, as far as the viewer may know them. */
import type { SandboxState } from '../../state/store.ts';
import type { Visit } from '../desk.ts';
import { seatName } from '../seat-name.ts';
import type { ActivityNames } from './activity-view.ts';

export const namesFor = (
  state: SandboxState,
  { seat, organization, nowMs }: Visit,
): ActivityNames => ({
  seatName: (urn) => seatName(state, urn),
  jobTitle: (jobPostingId) =>
    state.visibility.maySeeJob(seat, organization.urn, jobPostingId)
      ? (state.jobs.get(organization.urn, jobPostingId, nowMs)?.record.title ?? null)
      : null,
  instanceName: (clientId) => state.applications.get(clientId)?.name ?? clientId,
});
