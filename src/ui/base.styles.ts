/** Rules that every component shares. */
import { css } from 'lit';

export const baseStyles = css`
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  [hidden] {
    display: none !important;
  }

  .icon {
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  :focus-visible {
    outline: 2px solid var(--rsc-accent);
    outline-offset: 2px;
  }

  .heard {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }
`;

export const buttonStyles = css`
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-block-size: 32px;
    padding: 5px 12px;
    border: 1px solid var(--rsc-line-strong);
    border-radius: var(--rsc-radius-small);
    background: var(--rsc-surface);
    color: var(--rsc-text);
    font: inherit;
    font-weight: 600;
    line-height: 1.4;
    cursor: pointer;
    transition: background-color var(--rsc-quick);
  }

  button:hover {
    background: var(--rsc-surface-hover);
  }

  button[aria-disabled='true'] {
    color: var(--rsc-text-muted);
    cursor: progress;
  }

  button.quiet {
    border-color: transparent;
    background: transparent;
    font-weight: 400;
  }

  button.quiet:hover {
    background: var(--rsc-surface-hover);
  }

  button.square {
    inline-size: 32px;
    padding: 0;
  }

  @media (pointer: coarse) {
    button {
      min-block-size: 44px;
    }

    button.square {
      inline-size: 44px;
    }
  }

  @media print {
    button {
      display: none;
    }
  }
`;
