import { css } from 'lit';

export const tabsStyles = css`
  :host {
    display: block;
    position: relative;
  }

  .strip {
    display: flex;
    flex-wrap: wrap-reverse;
    align-items: stretch;
    justify-content: space-between;
    padding-inline: var(--rsc-pad) var(--rsc-gap);
    border-block-end: 1px solid var(--rsc-line);
  }

  [role='tablist'] {
    display: flex;
    gap: 20px;
    margin-block-end: -1px;
  }

  .aside {
    display: flex;
    flex: 1 1 auto;
    align-items: center;
    justify-content: flex-end;
    min-block-size: 44px;
    min-inline-size: 0;
  }

  button {
    min-block-size: 44px;
    padding: 0 2px;
    border: 0;
    border-block-end: 2px solid transparent;
    background: none;
    color: var(--rsc-text-muted);
    font: inherit;
    font-weight: 600;
    text-align: start;
    cursor: pointer;
    transition:
      color var(--rsc-quick),
      border-color var(--rsc-quick);
  }

  button:hover {
    border-block-end-color: var(--rsc-line-strong);
    color: var(--rsc-text);
  }

  button[aria-selected='true'] {
    border-block-end-color: var(--rsc-accent);
    color: var(--rsc-accent);
  }

  button:focus-visible {
    outline-offset: -3px;
    border-radius: var(--rsc-radius-small);
  }

  /*
   * A tab that is not shown keeps its width: a frame inside it would otherwise be laid out at
   * 0 by 0, report that as its size, and jump when it is shown again.
   */
  [role='tabpanel'][inert] {
    position: absolute;
    inset-inline: 0;
    block-size: 0;
    overflow: clip;
    visibility: hidden;
  }

  /* On one line the two would squeeze each other: the status goes above the tabs. */
  @media (max-width: 519px) {
    .aside {
      flex-basis: 100%;
      justify-content: flex-start;
    }
  }

  /* A transparent line is drawn there, and the chosen tab must not differ by its colour alone. */
  @media (forced-colors: active) {
    button {
      border-block-end-color: Canvas;
    }

    button[aria-selected='true'] {
      border-block-end-color: Highlight;
      color: Highlight;
    }
  }
`;
