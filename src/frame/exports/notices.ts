/** What the page says when there is nothing to list, or something does not work. */
import { html, nothing, type TemplateResult } from 'lit';
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import { groupOf } from '../../ui/i18n/error-groups.ts';
import '../../ui/notice/notice.ts';
import '../../ui/relative-time/relative-time.ts';
import { RscRequestEvent } from '../request-event.ts';
import { errorText, iconOf } from './looks.ts';
import type { ExportsState } from './state.ts';
import type { Wording } from './words/words.ts';

function onRetry({ currentTarget }: Event): void {
  currentTarget?.dispatchEvent(new RscRequestEvent('retry'));
}

/** In place of everything: there is nothing to show. */
export function failureNotice(
  { localization, words }: Wording,
  { busy, willRetry }: ExportsState,
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
  { phase, code, fetchedAtMs, busy }: ExportsState,
): TemplateResult | typeof nothing {
  if (phase !== 'stale') return nothing;
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

/** Nothing has been exported yet. */
export const emptyNotice = ({ words }: Wording): TemplateResult =>
  html`<rsc-notice
    .icon=${'upload'}
    heading=${words.emptyTitle}
    text=${words.emptyText}
  ></rsc-notice>`;
