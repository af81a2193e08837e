import { css, html, LitElement, unsafeCSS, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { bonesCss, bonesHtml } from './profile-bones.ts';

/** Outlines of a profile. Decoration: what is going on is said in words elsewhere. */
@customElement('rsc-profile-skeleton')
export class RscProfileSkeleton extends LitElement {
  // Both are constants of ours, the same ones the document's first paint is made of.
  static override styles = [
    css`
      :host {
        display: block;
      }
    `,
    unsafeCSS(bonesCss),
  ];

  override render(): TemplateResult {
    return html`${unsafeHTML(bonesHtml)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'rsc-profile-skeleton': RscProfileSkeleton;
  }
}
