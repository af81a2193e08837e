import { css } from 'lit';

export const badgeStyles = css`
  :host {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    max-inline-size: 100%;
    padding-block: 2px;
    padding-inline: 7px 9px;
    border: 1px solid transparent;
    border-radius: 999px;
    background: var(--rsc-surface-hover);
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
    font-weight: 600;
    line-height: 1.4;
  }

  :host([tone='good']) {
    background: var(--rsc-good-soft);
    color: var(--rsc-good);
  }

  :host([tone='warn']) {
    background: var(--rsc-warn-soft);
    color: var(--rsc-warn);
  }

  :host([tone='accent']) {
    background: var(--rsc-accent-soft);
    color: var(--rsc-accent);
  }

  .icon {
    inline-size: 1.1em;
    block-size: 1.1em;
  }

  /* Without colours of our own, the outline is what makes it a badge. */
  @media (forced-colors: active) {
    :host {
      border-color: CanvasText;
    }
  }
`;
