/**
 * One size in every state, so that nothing moves when a status comes in. Colours follow the scheme
 * of the page; only `appearance` overrules it.
 */
export const styles = `
:host{display:inline-block;vertical-align:middle;inline-size:24px;block-size:24px}
:host([variant=expanded]){inline-size:156px}
:host([hidden]){display:none}
:host([appearance=light]){color-scheme:light}
:host([appearance=dark]){color-scheme:dark}
button{all:unset;display:flex;align-items:center;gap:4px;inline-size:100%;block-size:100%;min-inline-size:24px;min-block-size:24px;border-radius:12px;color:#666;color:light-dark(#5e5e5e,#b0b0b0);font:600 13px/24px system-ui,sans-serif;white-space:nowrap;cursor:pointer}
.expanded{inline-size:156px}
.matched{color:#0a66c2;color:light-dark(#0a66c2,#71b7fb)}
.unavailable{color:#b24020;color:light-dark(#b24020,#f8a28c)}
button:focus-visible{outline:2px solid;outline-offset:1px}
svg{flex:none;inline-size:24px;block-size:24px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
span{overflow:hidden;text-overflow:ellipsis}
`;
