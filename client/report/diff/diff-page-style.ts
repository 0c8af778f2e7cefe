// The style of the page of `covd diff -o`, light and dark. Runs in the CLI process.

/** CSS; blue for A, orange for B, green for both, red for neither. */
export const DIFF_PAGE_STYLE = `
:root { color-scheme: light dark; --a: #cfe3ff; --b: #ffdfb8; --ab: #d3f2d6; --no: #fbdcdc; --quiet: #6b7280;
  --line: #d5d8de; --page: #fff; --box: #f6f7f9; }
@media (prefers-color-scheme: dark) { :root { --a: #173a6b; --b: #6b4313; --ab: #1d4a27; --no: #5a2326;
  --quiet: #9aa2af; --line: #3a3f47; --page: #16181c; --box: #1f2228; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem;
  background: var(--page); }
h1 { font-size: 1.5rem; } small { color: var(--quiet); font-weight: normal; } h1 small { font-size: 1rem; }
.totals { border-collapse: collapse; } .totals th, .totals td { padding: .2rem 1rem .2rem 0; text-align: right; }
.totals th:first-child { text-align: left; font-weight: normal; }
i { font-style: normal; font-size: .8em; padding: 0 .4em; border-radius: .3em; display: inline-block; min-width: 1em;
  text-align: center; }
.onlyA { background: var(--a); } .onlyB { background: var(--b); } .both { background: var(--ab); }
.neither { background: var(--no); }
.note { background: var(--box); border-left: 3px solid var(--quiet); padding: .4rem .8rem; margin: .5rem 0; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; overflow: hidden; }
summary { padding: .5rem .8rem; background: var(--box); cursor: pointer; }
.functions { margin: 0; padding: .5rem .8rem; } .functions span { margin-right: 1rem; white-space: nowrap; }
pre { margin: 0; padding: .5rem 0; overflow-x: auto; font: 13px/1.5 ui-monospace, monospace; tab-size: 4; }
pre span { display: inline-block; min-width: 100%; box-sizing: border-box; padding-right: 1rem; }
pre i { width: 2em; padding: 0; } pre u { text-decoration: none; color: var(--quiet); display: inline-block; width: 3.5em;
  text-align: right; margin-right: 1.5em; user-select: none; }
`;
