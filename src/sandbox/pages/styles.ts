/** Style of the sandbox's pages; a look of its own, so that nobody takes it for LinkedIn's. */
export const styles = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1d2733, #e6e9ed);
  --quiet: light-dark(#566473, #a3adb8);
  --line: light-dark(#dbe2ea, #31363d);
  --ground: light-dark(#ffffff, #181b1f);
  --sunk: light-dark(#f4f6f9, #121417);
  --accent: light-dark(#0b5a84, #7cc4ec);
  --on-accent: light-dark(#ffffff, #0b1b26);
  --danger: light-dark(#a3262b, #ff9c9f);
  font: 15px/1.5 system-ui, sans-serif;
}
html[data-scheme=light] { color-scheme: light; }
html[data-scheme=dark] { color-scheme: dark; }
* { box-sizing: border-box; }
html, body { margin: 0; background: var(--ground); color: var(--ink); }
html.plugin { overflow: hidden; }
html.page { min-height: 100%; }
html.page, html.page body { background: var(--sunk); }
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1 { font-size: 1.25rem; line-height: 1.3; }
h2 { font-size: 1rem; }
h1:focus { outline: none; }
a { color: var(--accent); }
.icon { inline-size: 1.5rem; block-size: 1.5rem; fill: currentColor; flex: none; }
.quiet { color: var(--quiet); }
.small { font-size: .8125rem; }
main { padding: 1rem; overflow-wrap: anywhere; }
html.page main { max-inline-size: 34rem; margin: 0 auto; padding: 2.5rem 1rem; }
.sandbox-mark { display: flex; justify-content: space-between; gap: .5rem; flex-wrap: wrap; font-size: .75rem; color: var(--quiet); border-block-start: 1px solid var(--line); margin-block-start: 1rem; padding-block-start: .5rem; }
.sandbox-mark .icon { inline-size: 1rem; block-size: 1rem; vertical-align: -.2rem; }
button, .button { font: inherit; font-weight: 600; min-block-size: 2.25rem; padding: .25rem .9rem; border-radius: 1.25rem; border: 1px solid var(--accent); background: var(--ground); color: var(--accent); cursor: pointer; text-decoration: none; display: inline-flex; align-items: center; justify-content: center; }
button:hover, .button:hover { background: var(--sunk); }
button.main { background: var(--accent); color: var(--on-accent); }
button.main:hover { filter: brightness(1.1); }
button.plain { border-color: transparent; padding-inline: .4rem; min-block-size: 1.75rem; }
button.danger { border-color: var(--danger); color: var(--danger); }
button[aria-disabled=true] { opacity: .6; cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
input { font: inherit; color: inherit; background: var(--ground); border: 1px solid light-dark(#7b8896, #8795a4); border-radius: .5rem; min-block-size: 2.25rem; padding: .25rem .6rem; inline-size: 100%; }
.panel { display: flex; flex-direction: column; align-items: center; text-align: center; gap: .6rem; padding: 1.25rem .5rem; max-inline-size: 28rem; margin: 0 auto; }
.panel > .icon { inline-size: 2.25rem; block-size: 2.25rem; color: var(--accent); }
.card > h1 + p { margin-block-start: .35rem; }
.card > p + p, .card > p + form { margin-block-start: .75rem; }
.card { background: var(--ground); border: 1px solid var(--line); border-radius: .75rem; padding: 1.5rem; }
.top { display: flex; gap: 1rem; align-items: flex-start; }
.portrait { inline-size: 5rem; block-size: 5rem; border-radius: 50%; flex: none; background: var(--sunk); }
.top > div { min-inline-size: 0; flex: 1; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .5rem 1rem; margin-block-start: 1rem; padding: .75rem; background: var(--sunk); border-radius: .5rem; }
.facts dt { font-size: .8125rem; color: var(--quiet); }
.facts dd { font-weight: 600; }
.section { border-block-start: 1px solid var(--line); margin-block-start: 1rem; padding-block-start: .9rem; }
.section h2 { margin-block-end: .4rem; }
.entries li + li { margin-block-start: .7rem; }
.entries strong { display: block; }
.chips { display: flex; flex-wrap: wrap; gap: .4rem; }
.chips li { border: 1px solid var(--line); border-radius: 1rem; padding: .1rem .7rem; }
details summary { cursor: pointer; color: var(--accent); font-weight: 600; margin-block-start: .5rem; min-block-size: 24px; }
details[open] summary { margin-block-end: .6rem; }
form.search { display: flex; gap: .5rem; margin-block: .9rem .75rem; align-items: end; flex-wrap: wrap; }
form.search label { flex: 1 1 12rem; font-weight: 600; }
form.search input { margin-block-start: .25rem; }
.results > li { display: flex; gap: .75rem; align-items: center; flex-wrap: wrap; border-block-start: 1px solid var(--line); padding-block: .6rem; }
.results .portrait { inline-size: 2.75rem; block-size: 2.75rem; }
.results div { flex: 1 1 10rem; min-inline-size: 0; }
.unlink { display: flex; gap: .5rem; align-items: center; justify-content: space-between; flex-wrap: wrap; margin-block-start: 1rem; padding-block-start: .75rem; border-block-start: 1px solid var(--line); }
.unlink .question:not([hidden]) { display: flex; gap: .5rem; flex-wrap: wrap; align-items: center; }
.problem { color: var(--danger); font-weight: 600; min-block-size: 1.5rem; }
.problem:empty { min-block-size: 0; }
.accounts { margin-block-start: .75rem; }
.customer { margin-block-start: 1.5rem; }
.accounts li > div { flex: 1 1 12rem; min-inline-size: 0; }
.accounts li { display: flex; justify-content: space-between; align-items: center; gap: 1rem; flex-wrap: wrap; padding-block: .75rem; border-block-start: 1px solid var(--line); }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.choice fieldset { border: 0; margin: 1rem 0 0; padding: 0; min-inline-size: 0; }
.choice legend { font-weight: 600; padding: 0; }
.choice form > button { margin-block-start: .5rem; }
.options li { display: flex; gap: .75rem; align-items: flex-start; padding-block: .6rem; border-block-end: 1px solid var(--line); }
.options input { inline-size: 1.25rem; block-size: 1.25rem; min-block-size: 0; margin: .15rem 0 0; flex: none; accent-color: var(--accent); }
.options li > div { min-inline-size: 0; flex: 1; }
.options label { font-weight: 600; display: block; min-block-size: 1.5rem; }
.options .state { display: inline-flex; gap: .25rem; align-items: center; color: var(--ink); }
.options .state .icon { inline-size: 1rem; block-size: 1rem; }
.said { color: var(--accent); font-weight: 600; }
@media (prefers-reduced-motion: no-preference) { button { transition: background-color .12s; } }
@media (forced-colors: active) { .icon { fill: CanvasText; } .chips li, .card { border-color: CanvasText; } }
`;
