/** What the settings say when something does not work: instead of their content, or above it. */
import { html, nothing, type TemplateResult } from 'lit';
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import type { IntegrationsAnswer } from '../../protocol/integrations.ts';
import { groupOf } from '../../ui/i18n/error-groups.ts';
import '../../ui/notice/notice.ts';
import '../../ui/relative-time/relative-time.ts';
import { RscRequestEvent } from '../request-event.ts';
import { errorText, iconOf } from './looks.ts';
import type { SettingsState } from './state.ts';
import type { Wording } from './words/words.ts';

function onRetry({ currentTarget }: Event): void {
  currentTarget?.dispatchEvent(new RscRequestEvent('retry'));
}

/** In place of everything: there is nothing to show. */
export function failureNotice(
  { localization, words }: Wording,
  { busy, willRetry }: SettingsState,
  code: ErrorCode,
): TemplateResult {
  const { messages } = localization;
  const { title, text } = errorText(code, words, messages);
  const { retryable, state: kind } = errorTable[code];
  const isCalm = kind === 'offline' || kind === 'signed_out' || kind === 'not_allowed';
  return html`<rsc-notice
    tone=${isCalm ? 'neutral' : 'error'}
    .icon=${iconOf(code)}
    heading=${title}
    text=${
      willRetry && kind !== 'offline' && groupOf(code) !== 'busy'
        ? `${text} ${messages.willRetry}`
        : text
    }
    action=${retryable ? messages.retry : ''}
    busyAction=${messages.retrying}
    ?busy=${busy}
    code=${code}
    .copyLabel=${messages.copyCode}
    .copiedLabel=${messages.copied}
    @rsc-notice-action=${onRetry}
  ></rsc-notice>`;
}

/** What is shown is from before. */
export function staleNotice(
  { localization, words }: Wording,
  { code, fetchedAtMs, busy }: SettingsState,
): TemplateResult {
  const { messages, locale } = localization;
  const title = code === null ? '' : errorText(code, words, messages).title;
  return html`<rsc-notice
    layout="bar"
    tone="warning"
    .icon=${code === null ? 'clock' : iconOf(code)}
    heading="${title}."
    action=${messages.retry}
    busyAction=${messages.retrying}
    ?busy=${busy}
    @rsc-notice-action=${onRetry}
  >
    <rsc-relative-time
      at-ms=${fetchedAtMs ?? 0}
      locale=${locale}
      .message=${messages.staleWhen}
      .justNow=${messages.justNow}
    ></rsc-relative-time>
  </rsc-notice>`;
}

/** What the person did is not saved, or LinkedIn does not know it yet. */
export function unsavedNotice(
  { localization, words }: Wording,
  { phase, unsaved }: SettingsState,
  { problem }: IntegrationsAnswer,
): TemplateResult | typeof nothing {
  const { messages } = localization;
  if (phase !== 'ready') return nothing;
  if (unsaved === null) {
    return problem === null
      ? nothing
      : html`<rsc-notice
          layout="bar"
          tone="info"
          .icon=${'clock'}
          heading=${words.laterText}
        ></rsc-notice>`;
  }
  return html`<rsc-notice
    layout="bar"
    tone="warning"
    .icon=${'warning'}
    heading="${words.unsaved} ${errorText(unsaved, words, messages).title}."
    action=${errorTable[unsaved].retryable ? messages.retry : ''}
    code=${unsaved}
    .copyLabel=${messages.copyCode}
    .copiedLabel=${messages.copied}
    @rsc-notice-action=${onRetry}
  ></rsc-notice>`;
}
