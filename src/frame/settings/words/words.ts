/** What the settings say beside what all frames say, in each language. */
import type { IntegrationView } from '../../../protocol/integrations.ts';
import type { ErrorGroup } from '../../../ui/i18n/error-groups.ts';
import type { Localization } from '../../../ui/i18n/localization.ts';
import type { ErrorText } from '../../../ui/i18n/messages.ts';

/** What parts of the view speak with. */
export interface Wording {
  readonly localization: Localization;
  readonly words: SettingsWords;
}

export interface SettingsWords {
  readonly viewLabel: string;
  readonly loading: string;
  readonly loaded: string;
  readonly connectTitle: string;
  readonly connectText: string;
  readonly pluginTitle: string;
  readonly listTitle: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly states: Readonly<Record<IntegrationView['state'], string>>;
  /** What has to be done next; `{who}` does it. */
  readonly next: Readonly<Record<IntegrationView['next']['action'], string>>;
  readonly types: Readonly<Record<string, string>>;
  readonly company: string;
  /** `{id}`: number of the contract. */
  readonly contract: string;
  /** `{when}`: relative time. */
  readonly sinceWhen: string;
  readonly details: string;
  readonly rawStatus: string;
  readonly noRawStatus: string;
  readonly typeLabel: string;
  readonly contextLabel: string;
  readonly nameLabel: string;
  /** `{type}` is now `{state}`. */
  readonly changed: string;
  readonly choicesTitle: string;
  readonly jobsTitle: string;
  readonly jobsPrivate: string;
  readonly jobsPrivateText: string;
  readonly jobsPublic: string;
  readonly jobsPublicText: string;
  readonly viewersTitle: string;
  readonly viewersAll: string;
  readonly viewersAllText: string;
  readonly viewersAcls: string;
  readonly viewersAclsText: string;
  readonly saving: string;
  readonly saved: string;
  readonly unsaved: string;
  readonly laterText: string;
  readonly errors: Readonly<Partial<Record<ErrorGroup, ErrorText>>>;
}
