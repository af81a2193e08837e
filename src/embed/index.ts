/**
 * The package's entry for bundlers: the elements as classes, and what a script tag would do for
 * them as functions. Importing it changes nothing; on a server it does no harm.
 */
export type { ContextEntry, FetchContext } from '../handshake/host-contexts.ts';
export { resumeAll as resume } from '../handshake/host.ts';
export { configure as init, type EmbedConfig } from '../elements/page.ts';
export {
  defineProfileWidget,
  RscProfileWidgetElement,
} from '../elements/profile-widget/profile-widget.ts';
export {
  defineInAtsIndicator,
  RscInAtsIndicatorElement,
} from '../elements/in-ats-indicator/in-ats-indicator.ts';
export {
  defineIntegrationSettings,
  RscIntegrationSettingsElement,
} from '../elements/integration-settings/integration-settings.ts';
export { defineExportPanel, RscExportPanelElement } from '../elements/export-panel/export-panel.ts';
export { defineActivity, RscActivityElement } from '../elements/activity/activity.ts';
export {
  defineRediscoveredCandidates,
  RscRediscoveredCandidatesElement,
} from '../elements/rediscovered-candidates/rediscovered-candidates.ts';
export type { ErrorCode, ErrorOwner } from '../protocol/errors.ts';
export type {
  AddDetail,
  ErrorDetail,
  ExportDetail,
  IntegrateDetail,
  LinkDetail,
  OpenDetail,
  RscEventMap,
  StateDetail,
} from '../protocol/events.ts';
export type { ElementState } from '../protocol/states.ts';
