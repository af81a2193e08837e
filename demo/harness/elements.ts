/** The elements a preview can show, and the markup a customer would write for each. */
import { attributes, html, type Html } from './html.ts';

export const elementIds = [
  'profile-widget',
  'in-ats-indicator',
  'in-ats-indicator-expanded',
  'linkedin-markup',
  'integration-settings',
  'rediscovered-candidates',
  'export-panel',
  'activity',
] as const;
export type ElementId = (typeof elementIds)[number];

/** Elements by what they show. */
export type Widget =
  | 'profile-widget'
  | 'in-ats-indicator'
  | 'integration-settings'
  | 'rediscovered-candidates'
  | 'export-panel'
  | 'activity';

export interface ElementSpec {
  readonly label: string;
  /** Which element's states it has. */
  readonly widget: Widget;
  /** Height in CSS pixels that a frame around a preview reserves until the preview tells its own. */
  readonly previewHeightPx: number;
}

export const elements: Readonly<Record<ElementId, ElementSpec>> = {
  'profile-widget': { label: 'Profile widget', widget: 'profile-widget', previewHeightPx: 760 },
  'in-ats-indicator': {
    label: 'Indicator, compact',
    widget: 'in-ats-indicator',
    previewHeightPx: 320,
  },
  'in-ats-indicator-expanded': {
    label: 'Indicator, expanded',
    widget: 'in-ats-indicator',
    previewHeightPx: 380,
  },
  'linkedin-markup': { label: 'LinkedIn markup', widget: 'profile-widget', previewHeightPx: 760 },
  'integration-settings': {
    label: 'Integration settings',
    widget: 'integration-settings',
    previewHeightPx: 760,
  },
  'rediscovered-candidates': {
    label: 'Rediscovered candidates',
    widget: 'rediscovered-candidates',
    previewHeightPx: 760,
  },
  'export-panel': { label: 'Export panel', widget: 'export-panel', previewHeightPx: 760 },
  activity: { label: 'Recruiting activities', widget: 'activity', previewHeightPx: 760 },
};

export const isElementId = (text: string): text is ElementId =>
  (elementIds as readonly string[]).includes(text);

export interface MarkupParts {
  readonly candidateId: string;
  readonly integrationContext: string;
  readonly jobId: string;
}

/** One element for one candidate. An empty candidate id leaves the attribute out. */
export function elementMarkup(element: ElementId, parts: MarkupParts): Html {
  const candidate = parts.candidateId === '' ? undefined : parts.candidateId;
  switch (element) {
    case 'profile-widget':
      return html`<rsc-profile-widget${attributes({
        'candidate-id': candidate,
        'integration-context': parts.integrationContext,
        'show-unlink': true,
        'confirm-unlink': true,
      })}></rsc-profile-widget>`;
    case 'in-ats-indicator':
      return html`<rsc-in-ats-indicator${attributes({ 'candidate-id': candidate })}></rsc-in-ats-indicator>`;
    case 'in-ats-indicator-expanded':
      return html`<rsc-in-ats-indicator${attributes({
        'candidate-id': candidate,
        variant: 'expanded',
      })}></rsc-in-ats-indicator>`;
    case 'linkedin-markup':
      return html`<script${attributes({
        type: 'IN/HcmWidget',
        'data-widget-type': 'ATS',
        'data-ats-candidate-id': candidate,
        'data-integration-context': parts.integrationContext,
        'data-show-unlink-url': 'true',
        'data-confirm-unlink': 'true',
        'data-onlink': 'onMemberLinked',
        'data-onunlink': 'onMemberUnlinked',
      })}></script>`;
    case 'integration-settings':
      return html`<rsc-integration-settings></rsc-integration-settings>`;
    case 'rediscovered-candidates':
      return html`<rsc-rediscovered-candidates${attributes({
        'job-id': parts.jobId === '' ? undefined : parts.jobId,
      })}></rsc-rediscovered-candidates>`;
    case 'export-panel':
      return html`<rsc-export-panel></rsc-export-panel>`;
    case 'activity':
      return html`<rsc-activity${attributes({ 'candidate-id': candidate })}></rsc-activity>`;
  }
}

export interface ScriptParts {
  /** Origin of the backend. */
  readonly backend: string;
  /**
   * Customer id. LinkedIn's form calls it `api_key` and has the id of a LinkedIn application there,
   * which the backend knows customers by as well; the harness's customers share one.
   */
  readonly tenant: string;
  /** LinkedIn's own extension, as its form names it. */
  readonly extensionUrl: string;
  /** `data-*` attributes of the tag beside the customer's id. */
  readonly data?: Readonly<Record<string, string | undefined>>;
  readonly nonce?: string | undefined;
}

/** The script tag that goes with an element. */
export function scriptTag(element: ElementId, parts: ScriptParts): Html {
  const { backend, tenant, extensionUrl, data = {}, nonce } = parts;
  if (element === 'linkedin-markup') {
    return html`<script${attributes({ nonce, src: `${backend}/rsc/in.js`, ...data })}>
  api_key: ${tenant}
  extensions: HcmWidget@${extensionUrl}
</script>`;
  }
  return html`<script${attributes({
    nonce,
    async: true,
    src: `${backend}/rsc/embed.js`,
    'data-tenant': tenant,
    ...data,
  })}></script>`;
}

/** What a customer copies: the script tag and the element, without anything of the harness. */
export const snippet = (element: ElementId, script: ScriptParts, markup: MarkupParts): string =>
  [scriptTag(element, script), elementMarkup(element, markup)]
    .map((markup) => folded(markup.toString()))
    .join('\n\n');

const maxLineLength = 80;

/** One attribute a line, where a tag is too long for one. */
const folded = (markup: string): string =>
  markup.replace(/<[\w-]+( [^<>]*)>/g, (tag) =>
    tag.length <= maxLineLength ? tag : tag.replace(/ (?=[\w-]+(?:=|\s|>))/g, '\n  '),
  );
