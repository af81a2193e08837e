/** How each integration stands, and who has to do what next. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { IntegrationsAnswer, IntegrationView } from '../../protocol/integrations.ts';
import '../../ui/badge/badge.ts';
import { icon } from '../../ui/icons.ts';
import '../../ui/notice/notice.ts';
import '../../ui/relative-time/relative-time.ts';
import { contextName, stateLooks, typeName } from './looks.ts';
import type { Wording } from './words/words.ts';

const keyOf = ({ context, type, tenantType }: IntegrationView): string =>
  `${context} ${type} ${tenantType}`;

export function integrationList(
  wording: Wording,
  { integrations }: IntegrationsAnswer,
): TemplateResult {
  const { words } = wording;
  return html`<section>
    <h2>${words.listTitle}</h2>
    ${
      integrations.length === 0
        ? html`<rsc-notice
            .icon=${'link'}
            heading=${words.emptyTitle}
            text=${words.emptyText}
          ></rsc-notice>`
        : html`<ul>
            ${repeat(integrations, keyOf, (one) => integrationItem(wording, one))}
          </ul>`
    }
  </section>`;
}

function integrationItem({ words, localization }: Wording, one: IntegrationView): TemplateResult {
  const { messages, locale } = localization;
  const look = stateLooks[one.state];
  return html`<li data-type=${one.type} data-state=${one.state}>
    <div>
      <h3>${typeName(one, words)}</h3>
      <div class="muted">
        ${contextName(one, words)} ·
        <rsc-relative-time
          at-ms=${one.changedAtMs}
          locale=${locale}
          .message=${words.sinceWhen}
          .justNow=${messages.justNow}
        ></rsc-relative-time>
      </div>
    </div>
    <rsc-badge tone=${look.tone} .icon=${look.icon}>${words.states[one.state]}</rsc-badge>
    ${one.next.action === 'none' ? nothing : html`<p>${words.next[one.next.action]}</p>`}
    <details>
      <summary>
        ${icon('down')}<span
          >${words.details}<span class="heard">: ${typeName(one, words)}</span></span
        >
      </summary>
      <dl>
        <dt>${words.rawStatus}</dt>
        <dd>${one.rawStatus === null ? words.noRawStatus : html`<code>${one.rawStatus}</code>`}</dd>
        <dt>${words.typeLabel}</dt>
        <dd><code>${one.type}</code></dd>
        <dt>${words.contextLabel}</dt>
        <dd><code>${one.context}</code></dd>
        ${
          one.name === null
            ? nothing
            : html`<dt>${words.nameLabel}</dt>
                <dd dir="auto">${one.name}</dd>`
        }
      </dl>
    </details>
  </li>`;
}
