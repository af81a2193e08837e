/** What the customer chooses: who finds its jobs, and who sees jobs and applications. */
import { html, nothing, type TemplateResult } from 'lit';
import type { IntegrationsAnswer, SettingsRequest } from '../../protocol/integrations.ts';
import type { SettingsState } from './state.ts';
import type { Wording } from './words/words.ts';

/** Fired when the person chooses something that is to be saved. */
export class RscChooseEvent extends Event {
  static readonly type = 'rsc-choose';
  readonly change: SettingsRequest;

  constructor(change: SettingsRequest) {
    super(RscChooseEvent.type, { bubbles: true, composed: true });
    this.change = change;
  }
}

export function choices(
  { words }: Wording,
  { saving, saved }: SettingsState,
  { settings }: IntegrationsAnswer,
): TemplateResult {
  const { jobAvailability, viewers } = settings;
  const option = (
    change: SettingsRequest,
    label: string,
    text: string,
    isChosen: boolean,
  ): TemplateResult => {
    const [name = '', value = ''] = Object.entries(change)[0] ?? [];
    return html`<label>
      <input
        type="radio"
        name=${name}
        value=${value}
        .checked=${isChosen}
        aria-disabled=${saving ? 'true' : 'false'}
        @change=${({ currentTarget }: Event) => {
          currentTarget?.dispatchEvent(new RscChooseEvent(change));
        }}
      />
      <span>${label}<span class="muted">${text}</span></span>
    </label>`;
  };
  return html`<section>
    <div class="titled">
      <h2>${words.choicesTitle}</h2>
      ${saved ? html`<span class="muted">${words.saved}</span>` : nothing}
    </div>
    <div class="choices">
      <fieldset>
        <legend>${words.jobsTitle}</legend>
        ${option(
          { jobAvailability: 'PRIVATE_TO_ATS_INTEGRATION' },
          words.jobsPrivate,
          words.jobsPrivateText,
          jobAvailability !== 'PUBLIC',
        )}
        ${option(
          { jobAvailability: 'PUBLIC' },
          words.jobsPublic,
          words.jobsPublicText,
          jobAvailability === 'PUBLIC',
        )}
      </fieldset>
      <fieldset>
        <legend>${words.viewersTitle}</legend>
        ${option({ viewers: 'all' }, words.viewersAll, words.viewersAllText, viewers === 'all')}
        ${option({ viewers: 'acls' }, words.viewersAcls, words.viewersAclsText, viewers === 'acls')}
      </fieldset>
    </div>
  </section>`;
}
