// Entry of the bundle that measured threads load when the store has no answer: what makes instrumented text and its map.
// As one CommonJS file it shares no module with the program, whose own import of covd, or of a package that covd uses
// too, may be only half done at that moment (Node 20 then refuses to require what is being imported).

export { instrumentSource } from '../source/instrument-source.js';
export { encodeModuleMap } from '../store/module-map-codec.js';
export { composeSourceMap } from './compose-source-map.js';
