import { css } from 'lit';

export const noticeStyles = css`
  :host {
    display: block;
    --notice-tint: var(--rsc-text-muted);
    --notice-soft: var(--rsc-surface-hover);
  }

  :host([tone='error']) {
    --notice-tint: var(--rsc-bad);
    --notice-soft: var(--rsc-bad-soft);
  }

  :host([tone='warning']) {
    --notice-tint: var(--rsc-warn);
    --notice-soft: var(--rsc-warn-soft);
  }

  :host([tone='info']) {
    --notice-tint: var(--rsc-accent);
    --notice-soft: var(--rsc-accent-soft);
  }

  .notice {
    display: grid;
    justify-items: center;
    max-inline-size: 27rem;
    margin-inline: auto;
    padding: 48px 24px 40px;
    text-align: center;
    text-wrap: balance;
  }

  .medallion {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    margin-block-end: 14px;
    border-radius: 50%;
    background: var(--notice-soft);
    color: var(--notice-tint);
  }

  .medallion .icon {
    inline-size: 22px;
    block-size: 22px;
  }

  h2 {
    margin: 0;
    font-size: 1rem;
    font-weight: 600;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }

  p {
    margin: 4px 0 0;
    color: var(--rsc-text-muted);
    overflow-wrap: anywhere;
  }

  .action {
    margin-block-start: 18px;
  }

  .action:empty {
    display: none;
  }

  /* Both labels in one place: the button keeps its size when its words change. */
  .action button {
    display: inline-grid;
  }

  .label {
    display: inline-flex;
    grid-area: 1 / 1;
    align-items: center;
    justify-content: center;
    gap: 6px;
    visibility: hidden;
  }

  .label.on {
    visibility: visible;
  }

  .turn {
    display: inline-grid;
    animation: spin 900ms linear infinite;
  }

  @keyframes spin {
    to {
      transform: rotate(1turn);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .turn {
      animation: none;
    }
  }

  .code {
    display: flex;
    align-items: center;
    gap: 2px;
    margin-block-start: 18px;
    color: var(--rsc-text-muted);
    font-size: 0.75rem;
  }

  .code button {
    min-block-size: 28px;
    color: inherit;
  }

  .code button.square {
    inline-size: 28px;
  }

  code {
    font-family: var(--rsc-mono);
    user-select: all;
  }

  /* One line above what is still shown, instead of in its place. */
  :host([layout='bar']) .notice {
    grid-template-columns: auto 1fr auto;
    align-items: center;
    justify-items: start;
    column-gap: 10px;
    max-inline-size: none;
    padding-block: 8px;
    padding-inline: var(--rsc-pad) var(--rsc-gap);
    border-block-end: 1px solid var(--rsc-line);
    background: var(--notice-soft);
    text-align: start;
    text-wrap: pretty;
  }

  :host([layout='bar']) .medallion {
    inline-size: auto;
    block-size: auto;
    margin: 0;
    background: none;
  }

  :host([layout='bar']) .medallion .icon {
    inline-size: 18px;
    block-size: 18px;
  }

  :host([layout='bar']) h2 {
    display: inline;
    font-size: inherit;
  }

  :host([layout='bar']) p {
    display: inline;
    color: var(--rsc-text);
  }

  :host([layout='bar']) .action {
    margin: 0;
  }

  :host([layout='bar']) .code {
    grid-column: 2 / -1;
    margin-block-start: 0;
    color: var(--rsc-text);
  }

  @media (max-width: 519px) {
    .notice {
      padding-block: 32px 28px;
    }

    :host([layout='bar']) .notice {
      grid-template-columns: auto 1fr;
      row-gap: 6px;
    }

    :host([layout='bar']) .action {
      grid-column: 2;
    }
  }

  @media (forced-colors: active) {
    .medallion {
      border: 1px solid CanvasText;
    }

    :host([layout='bar']) .medallion {
      border: 0;
    }
  }
`;
