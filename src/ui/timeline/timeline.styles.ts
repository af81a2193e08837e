import { css } from 'lit';

export const timelineStyles = css`
  :host {
    display: block;
    padding: 4px var(--rsc-pad) var(--rsc-pad);
  }

  h3 {
    margin: 14px 0 6px;
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
    font-weight: 600;
  }

  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    position: relative;
    display: grid;
    grid-template-columns: 28px 1fr auto;
    gap: 0 12px;
    align-items: start;
    padding-block: 8px;
  }

  /* The line that joins what happened on one day. */
  li:not(:last-child)::before {
    position: absolute;
    inset-block: 39px -5px;
    inset-inline-start: 13px;
    inline-size: 2px;
    background: var(--rsc-line);
    content: '';
  }

  .dot {
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: 50%;
    background: var(--rsc-surface-hover);
    color: var(--rsc-text-muted);
  }

  .dot[data-tone='good'] {
    background: var(--rsc-good-soft);
    color: var(--rsc-good);
  }

  .dot[data-tone='accent'] {
    background: var(--rsc-accent-soft);
    color: var(--rsc-accent);
  }

  .dot[data-tone='warn'] {
    background: var(--rsc-warn-soft);
    color: var(--rsc-warn);
  }

  .dot .icon {
    inline-size: 16px;
    block-size: 16px;
  }

  .what {
    padding-block: 4px;
    overflow-wrap: anywhere;
  }

  time {
    padding-block: 4px;
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  @media (forced-colors: active) {
    .dot {
      border: 1px solid CanvasText;
    }

    li:not(:last-child)::before {
      background: CanvasText;
    }
  }
`;
