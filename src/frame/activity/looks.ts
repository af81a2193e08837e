/** How items of a timeline look and sound: icons, colours, and what screen readers are told. */
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import type { TimelineItem, TimelineKind } from '../../protocol/timeline.ts';
import type { BadgeTone } from '../../ui/badge/badge.ts';
import { groupOf } from '../../ui/i18n/error-groups.ts';
import type { ErrorText, Messages } from '../../ui/i18n/messages.ts';
import { icon, type IconName } from '../../ui/icons.ts';
import { visible } from './plain.ts';
import type { ActivityState } from './state.ts';
import type { ActivityWords } from './words/words.ts';

const shapes = {
  mail: svg`<rect x="3" y="5" width="14" height="10.5" rx="1.5"/><path d="m3.5 6.5 6.5 5 6.5-5"/>`,
  note: svg`<path d="M4.5 3.5h11v9l-4 4h-7z"/><path d="M15.5 12.5h-4v4"/><path d="M7.5 7.5h5M7.5 10.3h3"/>`,
  person: svg`<rect x="3" y="4" width="14" height="12" rx="1.5"/><circle cx="7.8" cy="8.7" r="1.8"/><path d="M4.9 13.3c.4-1.5 1.5-2.2 2.9-2.2s2.5.7 2.9 2.2"/><path d="M12.8 8.5h2M12.8 11.5h2"/>`,
  step: svg`<path d="M3.5 10h12.5"/><path d="m11.5 5.5 4.5 4.5-4.5 4.5"/>`,
} satisfies Record<string, SVGTemplateResult>;

type Shape = keyof typeof shapes;

const looks: Readonly<Record<TimelineKind, readonly [Shape | IconName, BadgeTone]>> = {
  inmail_sent: ['mail', 'neutral'],
  inmail_accepted: ['check', 'good'],
  inmail_declined: ['blocked', 'warn'],
  inmail_replied: ['mail', 'accent'],
  inmail_other: ['mail', 'neutral'],
  note: ['note', 'neutral'],
  contact_shared: ['person', 'good'],
  exported: ['upload', 'accent'],
  stage_changed: ['step', 'accent'],
  created: ['plus', 'neutral'],
  synced: ['upload', 'neutral'],
  linked: ['link', 'accent'],
  unlinked: ['unlink', 'warn'],
};

const isOwn = (name: string): name is Shape => Object.hasOwn(shapes, name);

/** The mark of an item at the start of its line. */
export function dotOf(kind: TimelineKind): TemplateResult {
  const [name, tone] = looks[kind];
  return html`<span class="dot" data-tone=${tone}
    >${
      isOwn(name)
        ? html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${shapes[name]}</svg>`
        : icon(name)
    }</span
  >`;
}

/** Who did it; empty where nobody knows. */
export function authorOf({ author }: TimelineItem, words: ActivityWords): string {
  if (author === undefined) return '';
  if (author.isViewer) return words.you;
  return author.name === null || author.name.trim() === ''
    ? words.authors[author.role]
    : visible(author.name);
}

/** A failure in the words of timelines, where they have any of their own. */
export const errorText = (code: ErrorCode, words: ActivityWords, messages: Messages): ErrorText =>
  words.codes[code] ?? messages.errors[groupOf(code)];

/** What the live region of the frame says: only what changed for the person. */
export function spokenStatus(
  { phase, code, items, slow }: ActivityState,
  words: ActivityWords,
  messages: Messages,
): string {
  if (code !== null && phase !== 'ready') {
    const { title, text } = errorText(code, words, messages);
    return `${title}. ${text}`;
  }
  if (items !== null) return items.length === 0 ? '' : words.loaded;
  if (phase === 'idle') return '';
  return slow ? messages.stillLoading : words.loading;
}

/** The icon of a failure. */
export function iconOf(code: ErrorCode): IconName {
  switch (errorTable[code].state) {
    case 'offline':
      return 'offline';
    case 'signed_out':
    case 'revoked':
    case 'not_allowed':
      return 'lock';
    case 'frame_refused':
      return 'blocked';
    case 'backend_429':
      return 'clock';
    default:
      return 'warning';
  }
}
